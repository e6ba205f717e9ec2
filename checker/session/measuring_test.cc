#include "checker/session/measuring.h"

#include "absl/time/time.h"
#include "checker/session/testing/fake_workspace.h"
#include "checker/session/wait_for_input.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MeasuringTest : public testing::Test {
 protected:
  static void ProceedToEnd(Measuring& measuring) {
    for (measuring.Proceed(); !measuring.ended(); measuring.Proceed()) {
      WaitForInput(measuring.descriptors());
    }
  }

  Measurement Measure(absl::Duration time_limit = Measuring::kTimeLimit) {
    Measuring measuring(fake_.workspace(), fake_.two_locks(), time_limit);
    ProceedToEnd(measuring);
    return measuring.measurement();
  }

  FakeWorkspace fake_;
};

TEST_F(MeasuringTest, BuildsTheProgramAndTellsWhatItPrints) {
  fake_.SetMeasurement("echo a table");
  const Measurement measurement = Measure();
  EXPECT_EQ(measurement.output, "a table\n");
  EXPECT_THAT(measurement.problem, IsEmpty());
  EXPECT_THAT(
      fake_.Invocations(),
      ElementsAre(AllOf(HasSubstr("run --script_path="),
                        HasSubstr("//lessons/04_lock:two_locks_measurement"))));
}

TEST_F(MeasuringTest, TellsThatItDoesNotCompile) {
  fake_.SetOutput("two_locks.h:3: error\n", 1);
  const Measurement measurement = Measure();
  EXPECT_THAT(measurement.output, HasSubstr("two_locks.h:3: error"));
  EXPECT_THAT(measurement.problem, HasSubstr("could not be built"));
}

TEST_F(MeasuringTest, TellsThatThereIsNoBazel) {
  Workspace workspace = fake_.workspace();
  workspace.bazel = "no-such-bazel";
  Measuring measuring(workspace, fake_.two_locks());
  EXPECT_TRUE(measuring.ended());
  EXPECT_THAT(measuring.measurement().problem, HasSubstr("no-such-bazel"));
}

TEST_F(MeasuringTest, TellsThatTheProgramFailed) {
  fake_.SetMeasurement("echo half a table; exit 3");
  const Measurement measurement = Measure();
  EXPECT_EQ(measurement.output, "half a table\n");
  EXPECT_THAT(measurement.problem, HasSubstr("exit code 3"));
}

TEST_F(MeasuringTest, EndsAProgramThatHangs) {
  fake_.SetMeasurement("echo half a table; while :; do :; done");
  const Measurement measurement = Measure(absl::Milliseconds(100));
  EXPECT_EQ(measurement.output, "half a table\n");
  EXPECT_THAT(measurement.problem, HasSubstr("ended after 100ms"));
}

TEST_F(MeasuringTest, CanBeCancelledWhileItBuilds) {
  fake_.SetMeasurement("echo a table");
  fake_.SetHang();
  Measuring measuring(fake_.workspace(), fake_.two_locks());
  fake_.WaitUntilItHangs();
  measuring.Cancel();
  ProceedToEnd(measuring);
  EXPECT_THAT(measuring.measurement().output, IsEmpty());
  EXPECT_EQ(fake_.Invocations().back(), "interrupted");
}

TEST_F(MeasuringTest, CanBeCancelledWhileItRuns) {
  fake_.SetMeasurement("while :; do :; done");
  Measuring measuring(fake_.workspace(), fake_.two_locks());
  // Bazel ends, the program begins.
  WaitForInput(measuring.descriptors());
  measuring.Proceed();
  measuring.Cancel();
  ProceedToEnd(measuring);
  EXPECT_THAT(measuring.measurement().problem, IsEmpty());
}

}  // namespace
}  // namespace racefree
