#include "checker/terminal/commands.h"

#include <functional>

#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CommandsTest : public testing::Test {
 protected:
  // Does what a line does; afterwards out_ and err_ are what was printed.
  ExitCode Do(const std::function<ExitCode(const Command&)>& function,
              const CommandLine& line = {}) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const ExitCode code =
        function({.session = session_, .line = line, .style = {}});
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return code;
  }

  FakeWorkspace fake_;
  Session session_{fake_.workspace(), fake_.catalogue()};
  const Exercise& balance_ = fake_.balance();
  std::string out_;
  std::string err_;
};

TEST_F(CommandsTest, RunTellsTheVerdictByItsExitCodeToo) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  EXPECT_EQ(Do(RunCommand, {.arguments = {"bal"}}), kExitPassed);
  EXPECT_THAT(out_, HasSubstr("balance is solved."));

  fake_.SetGate(fake_.two_locks(), Gate::kBehaves, Outcome::kFailed);
  EXPECT_EQ(Do(RunCommand, {.arguments = {"two"}}), kExitFailed);
  EXPECT_THAT(out_, HasSubstr("Two threads use balance_"));

  fake_.SetOutput("ERROR: no memory\n", 33);
  fake_.Write(balance_.file, "changed");
  fake_.SetTest("//lessons/04_lock:balance_behaves_alone", "TIMEOUT");
  EXPECT_EQ(Do(RunCommand, {.arguments = {"bal"}}), kExitMachineFault);
}

TEST_F(CommandsTest, RunWithoutANameTakesTheFirstUnsolvedExercise) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  EXPECT_EQ(Do(RunCommand), kExitPassed);
  fake_.SetGate(fake_.two_locks(), Gate::kBehaves, Outcome::kFailed);
  EXPECT_EQ(Do(RunCommand), kExitFailed);
}

TEST_F(CommandsTest, RunShowsTheRecordedVerdictOfAnUnchangedFile) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  Do(RunCommand);
  const std::string first = out_;
  const size_t runs = fake_.Invocations().size();
  EXPECT_EQ(Do(RunCommand), kExitFailed);
  EXPECT_EQ(out_, first);
  EXPECT_EQ(fake_.Invocations().size(), runs);
}

TEST_F(CommandsTest, RunSuggestsTheNearestName) {
  EXPECT_EQ(Do(RunCommand, {.arguments = {"blance"}}), kExitUsage);
  EXPECT_THAT(err_, HasSubstr("Did you mean 'balance'?"));
  EXPECT_THAT(out_, IsEmpty());
}

TEST_F(CommandsTest, RunTellsTheVerdictThoughItCannotBeRecorded) {
  fake_.Write(".racefree", "a file where the directory should be");
  fake_.SetAllGates(balance_, Outcome::kPassed);
  EXPECT_EQ(Do(RunCommand, {.arguments = {"balance"}}), kExitPassed);
  EXPECT_THAT(out_, HasSubstr("balance is solved."));
  EXPECT_THAT(err_, HasSubstr("could not be recorded"));
}

TEST_F(CommandsTest, RunShowsTheMeasurementAfterAPass) {
  const CommandLine line = {.arguments = {"two_locks"}};
  fake_.SetMeasurement("echo a table");
  fake_.SetAllGates(fake_.two_locks(), Outcome::kPassed);
  EXPECT_EQ(Do(RunCommand, line), kExitPassed);
  EXPECT_THAT(out_, HasSubstr("two_locks is solved."));
  EXPECT_THAT(out_, HasSubstr("\n\nMeasured on this machine\n\na table\n"));

  fake_.SetMeasurement("exit 3");
  EXPECT_EQ(Do(RunCommand, line), kExitPassed);
  EXPECT_THAT(out_, HasSubstr("exit code 3"));
  EXPECT_EQ(
      Do(RunCommand, {.arguments = {"two_locks"}, .options = {.json = true}}),
      kExitPassed);
  EXPECT_EQ(nlohmann::json::parse(out_)["passed"], true);

  fake_.SetGate(fake_.two_locks(), Gate::kBehaves, Outcome::kFailed);
  fake_.Write(fake_.two_locks().file, "worse");
  EXPECT_EQ(Do(RunCommand, line), kExitFailed);
  EXPECT_THAT(out_, Not(HasSubstr("Measured")));
}

TEST_F(CommandsTest, ListShowsWhatIsSolvedAndWhatIsNext) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Do(RunCommand);
  EXPECT_EQ(Do(ListCommand), kExitPassed);
  EXPECT_THAT(out_, AllOf(HasSubstr("  + balance    two threads"),
                          HasSubstr(">   two_locks  two locks"),
                          HasSubstr("1 of 2 solved. Next: two_locks.")));
  Do(ListCommand, {.options = {.json = true}});
  const auto json = nlohmann::json::parse(out_);
  EXPECT_EQ(json["chapters"][0]["exercises"][0]["solved"], true);
  EXPECT_EQ(json["chapters"][0]["exercises"][1]["solved"], false);
}

TEST_F(CommandsTest, ListTellsOfADamagedRecord) {
  fake_.Write(".racefree/progress.json", "\xff damaged");
  EXPECT_EQ(Do(ListCommand), kExitPassed);
  EXPECT_THAT(err_, HasSubstr("kata check"));
}

TEST_F(CommandsTest, HintRevealsOneMoreEachTime) {
  Do(HintCommand, {.arguments = {"balance"}});
  EXPECT_THAT(out_, AllOf(HasSubstr("first hint"), Not(HasSubstr("second"))));
  Do(HintCommand, {.arguments = {"balance"}});
  EXPECT_THAT(out_, HasSubstr("second hint"));
}

TEST_F(CommandsTest, ResetTellsWhereTheStudentsFileIs) {
  fake_.Write(balance_.file, "my work");
  EXPECT_EQ(Do(ResetCommand, {.arguments = {"balance"}}), kExitPassed);
  EXPECT_THAT(out_, HasSubstr(".racefree/backups/04_lock/balance_"));
}

TEST_F(CommandsTest, SolutionIsForThoseWhoHaveOneAndThoseWhoInsist) {
  EXPECT_EQ(Do(SolutionCommand, {.arguments = {"balance"}}), kExitUsage);
  EXPECT_THAT(out_, IsEmpty());
  EXPECT_THAT(err_, HasSubstr("--anyway"));
  EXPECT_EQ(Do(SolutionCommand,
               {.arguments = {"balance"}, .options = {.anyway = true}}),
            kExitPassed);
  EXPECT_THAT(out_, AllOf(HasSubstr("// The solution."), HasSubstr("# Why")));
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Do(RunCommand);
  EXPECT_EQ(Do(SolutionCommand, {.arguments = {"balance"}}), kExitPassed);
}

TEST_F(CommandsTest, CheckCorrectsTheRecord) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Do(RunCommand);
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  fake_.SetAllGates(fake_.two_locks(), Outcome::kPassed);
  EXPECT_EQ(Do(CheckCommand), kExitFailed);
  EXPECT_THAT(out_,
              AllOf(HasSubstr("(It was recorded"), HasSubstr("1 of 2 pass.")));
  EXPECT_FALSE(session_.IsSolved(balance_));
  EXPECT_TRUE(session_.IsSolved(fake_.two_locks()));
}

TEST_F(CommandsTest, CheckPassesWhenAllDo) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.SetAllGates(fake_.two_locks(), Outcome::kPassed);
  EXPECT_EQ(Do(CheckCommand, {.options = {.json = true}}), kExitPassed);
  const auto json = nlohmann::json::parse(out_);
  ASSERT_EQ(json.size(), 2);
  EXPECT_EQ(json[0]["passed"], true);
}

TEST_F(CommandsTest, SelftestEndsWithItsSum) {
  EXPECT_EQ(Do(SelftestCommand, {.options = {.quick = true}}), kExitFailed);
  // The fake Bazel has no tests, which is one failure; the files are as
  // shipped.
  EXPECT_THAT(out_, testing::EndsWith("\n2 passed, 1 failed\n"));
}

TEST_F(CommandsTest, WithoutATerminalNothingIsWatched) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  EXPECT_EQ(Do(WatchCommand), kExitPassed);
  EXPECT_THAT(out_, HasSubstr("balance is solved."));
}

}  // namespace
}  // namespace racefree
