// Whole programs, with a main of their own, in C and C++: what is said of them,
// and with which status they end when they are explored.

#include <string>

#include "checker/explore/tests/run_program.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

struct Expected {
  const char* program;
  const char* argument;
  bool fails;
  const char* said;
};

const char kC[] = "checker/explore/main_in_c";
const char kCpp[] = "checker/explore/main_in_cpp";
const char kEvery[] = "No failure in every schedule";

const Expected kExpected[] = {
    {kC, "locked", false, kEvery},
    {kC, "race", true, "data race: thread 2"},
    {kC, "queue", false, kEvery},
    {kC, "queue_with_if", true, "assertion failed: item != 0"},
    {kC, "keys_and_once", false, "No failure in every"},
    {kC, "try_and_time", false, kEvery},
    {kC, "locks_twice", true, "which it holds itself"},
    {kC, "leaves_by_pthread_exit", false, kEvery},
    {kC, "exits", false, kEvery},
    {kC, "exits_with_failure", true, "ended the program by calling exit(3)"},
    {kC, "fails", true, "the program failed: main returned 7"},
    {kC, "semaphore", true, "takes from the semaphore"},
    {kCpp, "loses_an_update", true, "the program failed: main returned 1"},
    {kCpp, "adds_up", false, kEvery},
    {kCpp, "throws", true, "std::runtime_error: no bread"},
    {kCpp, "leaves_by_pthread_exit", false, kEvery},
};

TEST(Main, IsExplored) {
  for (const Expected& expected : kExpected) {
    const ProgramRun run =
        RunProgram(std::string(expected.program) + " " + expected.argument);
    EXPECT_EQ(run.failed, expected.fails) << expected.argument << run.output;
    EXPECT_NE(run.output.find(expected.said), std::string::npos)
        << expected.argument << "\n"
        << run.output;
  }
}

TEST(Main, ShowsTheStepsInItsOwnLines) {
  const ProgramRun run = RunProgram(std::string(kC) + " race");
  EXPECT_NE(run.output.find("balance += *(int*)amount;"), std::string::npos)
      << run.output;
  // Its own value, although thread 1 writes another before it goes on.
  EXPECT_NE(run.output.find("reads 0, writes 2"), std::string::npos)
      << run.output;
}

TEST(Main, CanBeReplayed) {
  const std::string command = std::string(kCpp) + " loses_an_update";
  const std::string token =
      Between(RunProgram(command).output, "replay: RACEFREE_REPLAY=", "\n");
  ASSERT_NE(token, "");
  const ProgramRun again = RunProgram(command, "RACEFREE_REPLAY=" + token);
  EXPECT_TRUE(again.failed);
  EXPECT_NE(again.output.find("This is the failure"), std::string::npos)
      << again.output;
  const ProgramRun other =
      RunProgram(std::string(kCpp) + " adds_up", "RACEFREE_REPLAY=" + token);
  EXPECT_TRUE(other.failed);
  EXPECT_NE(other.output.find("replay of another test"), std::string::npos)
      << other.output;
}

}  // namespace
}  // namespace racefree::explore
