#include "checker/judge/program_run.h"

#include <signal.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "checker/judge/specification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kProgram[] = "checker/judge/misbehaving_program";

ProgramRun RunThatDoes(const std::string& misbehaviour,
                       Gate gate = Gate::kBehaves, int repetitions = 1) {
  setenv("MISBEHAVIOUR", misbehaviour.c_str(), /*overwrite=*/1);
  absl::StatusOr<ProgramRun> run = RunProgram({.gate = gate,
                                               .program = kProgram,
                                               .repetitions = repetitions,
                                               .idle_seconds = 1});
  EXPECT_TRUE(run.ok()) << run.status();
  return *std::move(run);
}

std::vector<std::string> FilesOf(const std::vector<Frame>& stack) {
  std::vector<std::string> files;
  for (const Frame& frame : stack) files.push_back(frame.where.file);
  return files;
}

Supervision Supervise(const std::string& misbehaviour) {
  return RunThatDoes(misbehaviour).supervision;
}

TEST(RunProgram, ReportsAGoodEnd) {
  const ProgramRun run = RunThatDoes("nothing");
  EXPECT_EQ(run.supervision.ending, Ending::kExited);
  EXPECT_EQ(run.supervision.exit_code, 0);
  EXPECT_EQ(run.supervision.repetitions_done, 1);
  EXPECT_THAT(run.supervision.expected_tests,
              ElementsAre("Misbehaving.AsTold"));
  EXPECT_THAT(run.supervision.finished_tests,
              ElementsAre("Misbehaving.AsTold"));
  EXPECT_THAT(run.xml, HasSubstr("<testsuites"));
}

TEST(RunProgram, RunsParallelSuitesWhereTheyCanBeJudged) {
  EXPECT_THAT(
      RunThatDoes("nothing", Gate::kRaceFree).supervision.expected_tests,
      SizeIs(2));
}

TEST(RunProgram, RepeatsTheTests) {
  EXPECT_EQ(
      RunThatDoes("nothing", Gate::kRaceFree, 5).supervision.repetitions_done,
      5);
}

TEST(RunProgram, StopsRepeatingAtTheFirstFailure) {
  const ProgramRun run = RunThatDoes("fail", Gate::kRaceFree, 5);
  EXPECT_EQ(run.supervision.repetitions_done, 1);
  EXPECT_EQ(run.supervision.exit_code, 1);
  EXPECT_THAT(run.xml, HasSubstr("as told"));
}

TEST(RunProgram, ReportsASignal) {
  const Supervision supervision = Supervise("abort");
  EXPECT_EQ(supervision.ending, Ending::kSignalled);
  EXPECT_EQ(supervision.signal, SIGABRT);
  EXPECT_EQ(supervision.running_test, "Misbehaving.AsTold");
}

TEST(RunProgram, SeesWhereItCrashed) {
  const Supervision supervision = Supervise("abort");
  ASSERT_THAT(supervision.threads, SizeIs(1));
  EXPECT_THAT(FilesOf(supervision.threads[0].stack),
              Contains(HasSubstr("misbehaving_program.cc")));
}

TEST(RunProgram, SeesARecursionWithoutEnd) {
  for (const char* misbehaviour : {"recurse", "recurse_in_thread"}) {
    const Supervision supervision = Supervise(misbehaviour);
    EXPECT_EQ(supervision.signal, SIGSEGV);
    ASSERT_THAT(supervision.threads, SizeIs(1)) << misbehaviour;
    EXPECT_THAT(supervision.threads[0].stack, SizeIs(Gt(100)));
  }
}

TEST(RunProgram, LimitsTheMemory) {
  EXPECT_THAT(RunThatDoes("memory").output, HasSubstr("std::bad_alloc"));
}

TEST(RunProgram, SeesThatATestDidNotFinish) {
  const Supervision supervision = Supervise("exit");
  EXPECT_EQ(supervision.exit_code, 0);
  EXPECT_THAT(supervision.expected_tests, SizeIs(1));
  EXPECT_THAT(supervision.finished_tests, SizeIs(0));
}

TEST(RunProgram, EndsAProgramThatSpins) {
  EXPECT_EQ(Supervise("spin").ending, Ending::kHung);
}

TEST(RunProgram, EndsAProgramThatSleeps) {
  EXPECT_EQ(Supervise("wait").ending, Ending::kHung);
}

TEST(RunProgram, EndsAProgramThatPrintsForEver) {
  const ProgramRun run = RunThatDoes("print");
  EXPECT_EQ(run.supervision.ending, Ending::kTooMuchOutput);
  EXPECT_LT(run.output.size(), 1 << 20);
  EXPECT_THAT(run.output, HasSubstr("bytes left out"));
}

TEST(RunProgram, NamesTheThreadsAndLocksOfADeadlock) {
  const Supervision supervision = Supervise("deadlock");
  EXPECT_EQ(supervision.ending, Ending::kHung);
  ASSERT_THAT(supervision.threads, SizeIs(2));
  for (int i : {0, 1}) {
    const SupervisedThread& thread = supervision.threads[i];
    const SupervisedThread& other = supervision.threads[1 - i];
    ASSERT_TRUE(thread.waits_for.has_value());
    ASSERT_THAT(other.holds, SizeIs(1));
    EXPECT_EQ(thread.waits_for->address, other.holds[0].address);
    EXPECT_THAT(FilesOf(thread.waits_for->stack),
                Contains(HasSubstr("misbehaving_program.cc")));
    EXPECT_THAT(FilesOf(thread.stack),
                Contains(HasSubstr("misbehaving_program.cc")));
  }
}

TEST(RunProgram, TellsADeadlockBeforeTheProgramCountsAsIdle) {
  EXPECT_LT(Supervise("lock_twice").idle_seconds, 1);
}

TEST(RunProgram, TellsThatAllThreadsWaitBeforeTheProgramCountsAsIdle) {
  const Supervision supervision = Supervise("wait_for_all");
  EXPECT_EQ(supervision.ending, Ending::kHung);
  EXPECT_TRUE(supervision.all_threads_wait);
  EXPECT_LT(supervision.idle_seconds, 1);
}

TEST(RunProgram, WaitsForThoseWhoseWaitWillEnd) {
  EXPECT_EQ(Supervise("wait_for_a_while").ending, Ending::kExited);
  EXPECT_EQ(Supervise("wait_for_a_child").ending, Ending::kExited);
}

TEST(RunProgram, TakesACensusOfWhatIsLeft) {
  EXPECT_THAT(RunThatDoes("detach").output, HasSubstr("detached"));
  EXPECT_THAT(RunThatDoes("zombie").output, HasSubstr("zombie"));
  EXPECT_THAT(RunThatDoes("descriptor").output, HasSubstr("/dev/null"));
  EXPECT_THAT(RunThatDoes("file").output, HasSubstr("/left"));
  EXPECT_THAT(RunThatDoes("nothing").output, Not(HasSubstr("[left behind]")));
}

TEST(RunProgram, EndsWhatTheProgramStarted) {
  // Otherwise the daemon would keep the output open, and this would not return.
  EXPECT_EQ(RunThatDoes("daemon").supervision.ending, Ending::kExited);
}

TEST(RunProgram, ReportsAProgramThatCannotBeStarted) {
  const absl::StatusOr<ProgramRun> run =
      RunProgram({.program = "no/such/program", .idle_seconds = 1});
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->supervision.exit_code, 127);
}

}  // namespace
}  // namespace racefree
