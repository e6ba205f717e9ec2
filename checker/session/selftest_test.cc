#include "checker/session/selftest.h"

#include <signal.h>
#include <sys/stat.h>

#include "checker/session/gate_verdicts.h"
#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SelftestTest : public testing::Test {
 protected:
  void SetShippedResults(const Exercise& exercise) {
    fake_.SetGate(exercise, Gate::kBehaves, Outcome::kPassed);
    fake_.SetGate(exercise, Gate::kRaceFree, Outcome::kFailed);
    fake_.SetGate(exercise, Gate::kMemorySafe, Outcome::kNotJudged);
  }

  void WriteScript(const std::string& name, const std::string& script,
                   mode_t mode) {
    const std::string path = "checker/selftest/" + name;
    fake_.Write(path, "#!/bin/sh\n" + script + "\n");
    chmod(fake_.workspace().Path(path).c_str(), mode);
  }

  FakeWorkspace fake_;
  Signals signals_{SIGUSR1};
  // What was told last.
  size_t ended_ = 0;
  size_t all_ = 0;
  const TestProgress progress_ = [this](size_t ended, size_t all) {
    ended_ = ended;
    all_ = all;
  };
};

TEST_F(SelftestTest, CountsEachTestOfTheCheckerAndTheSolutions) {
  // The fake Bazel knows no patterns; what it tells for one may be of any test.
  fake_.SetTest("//checker/...", "PASSED");
  fake_.SetTest("//solutions/...", "FAILED");
  fake_.SetOutput("", 3);
  SelftestStep step =
      *TestCheckerAndSolutions(fake_.workspace(), signals_, progress_);
  EXPECT_EQ(step.passed, 1);
  EXPECT_EQ(ended_, 2);
  EXPECT_EQ(all_, 2);
  ASSERT_THAT(step.failures, SizeIs(1));
  EXPECT_EQ(step.failures[0].what, "//solutions/...: FAILED");
  EXPECT_THAT(step.failures[0].command, HasSubstr("bazel test"));
  EXPECT_EQ(step.failures[0].output, "printed by //solutions/...");
}

TEST_F(SelftestTest, FailsWhenThereIsNoTest) {
  EXPECT_THAT(
      TestCheckerAndSolutions(fake_.workspace(), signals_, progress_)->failures,
      SizeIs(1));
}

TEST_F(SelftestTest, FailsWhenBazelFailsThoughAllTestsPass) {
  fake_.SetTest("//checker/...", "PASSED");
  fake_.SetOutput("ERROR: a BUILD file is broken\n", 1);
  SelftestStep step =
      *TestCheckerAndSolutions(fake_.workspace(), signals_, progress_);
  ASSERT_THAT(step.failures, SizeIs(1));
  EXPECT_THAT(step.failures[0].what, HasSubstr("a BUILD file is broken"));
}

TEST_F(SelftestTest, EndsAtASignal) {
  fake_.SetHang();
  raise(SIGUSR1);
  EXPECT_FALSE(TestCheckerAndSolutions(fake_.workspace(), signals_, progress_)
                   .has_value());
}

TEST_F(SelftestTest, ComparesShippedFiles) {
  SelftestStep step =
      CompareShippedFiles(fake_.workspace(), fake_.catalogue(), true);
  EXPECT_EQ(step.passed, 2);
  EXPECT_THAT(step.failures, IsEmpty());
}

TEST_F(SelftestTest, CountsAnEditedExerciseNeitherWay) {
  fake_.Write(fake_.balance().file, "edited");
  SelftestStep step =
      CompareShippedFiles(fake_.workspace(), fake_.catalogue(), false);
  EXPECT_EQ(step.passed, 1);
  EXPECT_THAT(step.failures, IsEmpty());
  EXPECT_THAT(step.notes, ElementsAre(HasSubstr("balance.h")));
}

TEST_F(SelftestTest, CountsAnEditedExerciseAsAFailureIfItMustBeShipped) {
  fake_.Remove(fake_.balance().file);
  SelftestStep step =
      CompareShippedFiles(fake_.workspace(), fake_.catalogue(), true);
  EXPECT_EQ(step.passed, 1);
  EXPECT_THAT(step.failures, SizeIs(1));
}

TEST_F(SelftestTest, PassesWhenShippedFilesFailWhereTheySay) {
  SetShippedResults(fake_.balance());
  SetShippedResults(fake_.two_locks());
  fake_.SetOutput("", 3);
  SelftestStep step = *TestShippedFiles(fake_.workspace(), fake_.catalogue(),
                                        signals_, progress_);
  EXPECT_EQ(step.passed, 6);
  EXPECT_THAT(step.failures, IsEmpty());
}

TEST_F(SelftestTest, FailsWhenShippedFilesPassOrFailElsewhere) {
  SetShippedResults(fake_.balance());
  fake_.SetGate(fake_.balance(), Gate::kRaceFree, Outcome::kPassed);
  SetShippedResults(fake_.two_locks());
  fake_.SetGate(fake_.two_locks(), Gate::kBehaves, Outcome::kFailed);
  fake_.SetOutput("", 3);
  SelftestStep step = *TestShippedFiles(fake_.workspace(), fake_.catalogue(),
                                        signals_, progress_);
  EXPECT_EQ(step.passed, 4);
  ASSERT_THAT(step.failures, SizeIs(2));
  EXPECT_EQ(step.failures[0].what,
            "//lessons/04_lock:balance_race_free: PASSED, but it must fail");
  EXPECT_EQ(step.failures[1].what,
            "//lessons/04_lock:two_locks_behaves: FAILED");
}

TEST_F(SelftestTest, LeavesEditedExercisesToTheStudent) {
  fake_.Write(fake_.balance().file, "edited");
  SetShippedResults(fake_.two_locks());
  EXPECT_EQ(TestShippedFiles(fake_.workspace(), fake_.catalogue(), signals_,
                             progress_)
                ->passed,
            3);
}

TEST_F(SelftestTest, CountsEachExecutableScript) {
  WriteScript("good.sh", "test -f WORKSPACE", 0755);
  WriteScript("bad.sh", "echo what is wrong; exit 4", 0755);
  WriteScript("library.sh", "exit 1", 0644);
  SelftestStep step = *RunSelftestScripts(fake_.workspace(), signals_);
  EXPECT_EQ(step.passed, 1);
  ASSERT_THAT(step.failures, SizeIs(1));
  EXPECT_THAT(step.failures[0].what, HasSubstr("exit code 4"));
  EXPECT_THAT(step.failures[0].what, HasSubstr("what is wrong"));
}

}  // namespace
}  // namespace racefree
