#include "checker/session/gate_verdicts.h"

#include "checker/session/files.h"
#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;

class GateVerdictsTest : public testing::Test {
 protected:
  std::unique_ptr<BazelRun> Run() {
    std::unique_ptr<BazelRun> run = *BazelRun::Start(
        fake_.workspace(), {LoneTestLabel(balance_, Gate::kBehaves),
                            LoneTestLabel(balance_, Gate::kRaceFree)});
    run->Wait();
    return run;
  }

  std::optional<Verdict> VerdictOf(Gate gate) {
    return GateVerdict(fake_.workspace(), balance_, gate, Run()->events());
  }

  Verdict Fault(const std::string& output, int exit_code) {
    fake_.SetOutput(output, exit_code);
    return BazelFault(balance_, Gate::kBehaves, *Run());
  }

  FakeWorkspace fake_;
  const Exercise& balance_ = fake_.balance();
};

TEST_F(GateVerdictsTest, NameTheTestAsTheBuildDoes) {
  EXPECT_EQ(TestLabel(balance_, Gate::kRaceFree),
            "//lessons/04_lock:balance_race_free");
  EXPECT_EQ(LoneTestLabel(balance_, Gate::kRaceFree),
            "//lessons/04_lock:balance_race_free_alone");
}

TEST_F(GateVerdictsTest, ComeFromTheReportOfTheTest) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kPassed);
  fake_.SetGate(balance_, Gate::kRaceFree, Outcome::kFailed);
  ASSERT_TRUE(VerdictOf(Gate::kBehaves).has_value());
  EXPECT_EQ(VerdictOf(Gate::kBehaves)->claim, "no race seen in 20 runs");
  ASSERT_TRUE(VerdictOf(Gate::kRaceFree).has_value());
  EXPECT_EQ(VerdictOf(Gate::kRaceFree)->kind, Kind::kDataRace);
  EXPECT_FALSE(VerdictOf(Gate::kMemorySafe).has_value());
}

TEST_F(GateVerdictsTest, AreNotTrustedWhenTheTestEndedOtherwise) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kPassed);
  fake_.SetTest(LoneTestLabel(balance_, Gate::kBehaves), "TIMEOUT");
  ASSERT_TRUE(VerdictOf(Gate::kBehaves).has_value());
  EXPECT_EQ(VerdictOf(Gate::kBehaves)->outcome, Outcome::kMachineFault);
  EXPECT_THAT(VerdictOf(Gate::kBehaves)->message, HasSubstr("TIMEOUT"));
}

TEST_F(GateVerdictsTest, AreTheMachinesFaultWhenTheReportIsMissing) {
  fake_.SetTest(LoneTestLabel(balance_, Gate::kBehaves), "PASSED");
  ASSERT_TRUE(VerdictOf(Gate::kBehaves).has_value());
  EXPECT_EQ(VerdictOf(Gate::kBehaves)->outcome, Outcome::kMachineFault);
}

TEST_F(GateVerdictsTest, ComeFromTheCompilerWhenTheProgramIsNotBuilt) {
  fake_.SetCompileError(balance_, Gate::kBehaves,
                        "\033[1mlessons/04_lock/balance.h:1:3: \033[0m"
                        "\033[0;1;31merror: \033[0mexpected expression\n");
  std::optional<Verdict> verdict = VerdictOf(Gate::kBehaves);
  ASSERT_TRUE(verdict.has_value());
  EXPECT_EQ(verdict->outcome, Outcome::kFailed);
  EXPECT_EQ(verdict->kind, Kind::kCompileError);
  EXPECT_EQ(verdict->where.file, "lessons/04_lock/balance.h");
  EXPECT_EQ(verdict->where.line, 1);
}

TEST_F(GateVerdictsTest, AreNotInAReportOfAnotherKind) {
  const std::string path = testing::TempDir() + "/test.xml";
  ASSERT_TRUE(WriteFileAtomically(path, "<testsuites/>").ok());
  EXPECT_TRUE(absl::IsNotFound(ReadTestVerdict(path).status()));
  ASSERT_TRUE(WriteFileAtomically(path, "no XML").ok());
  EXPECT_TRUE(absl::IsInvalidArgument(ReadTestVerdict(path).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadTestVerdict("/nowhere.xml").status()));
}

TEST_F(GateVerdictsTest, TellWhatBazelCalledAnError) {
  Verdict verdict = Fault(
      "Loading:\nERROR: BUILD:3:8: Compiling x.cc failed: (Exit 1): clang "
      "failed: error executing command /usr/bin/clang -x -y -z\n"
      "x.cc:1:1: error: unknown type name 'foo'\nmore\n",
      1);
  EXPECT_EQ(verdict.outcome, Outcome::kMachineFault);
  EXPECT_THAT(verdict.message, HasSubstr("exit code 1"));
  EXPECT_EQ(verdict.meaning,
            "ERROR: BUILD:3:8: Compiling x.cc failed: (Exit 1): clang failed "
            "x.cc:1:1: error: unknown type name 'foo'");
  EXPECT_THAT(verdict.raw, HasSubstr("-x -y -z"));
}

TEST_F(GateVerdictsTest, TellTheNextStepAfterAFault) {
  EXPECT_THAT(Fault("ERROR: No space left on device\n", 36).next_step,
              HasSubstr("Free some space"));
  EXPECT_THAT(Fault("FATAL: x (Read-only file system)\n", 36).next_step,
              HasSubstr("writable"));
  EXPECT_THAT(Fault("FATAL: bazel crashed\n", 37).next_step,
              HasSubstr("bazel shutdown"));
  EXPECT_THAT(Fault("ERROR: no such config\n", 2).next_step,
              HasSubstr(".bazelrc"));
  EXPECT_THAT(Fault("", 8).next_step, HasSubstr("interrupted"));
  EXPECT_THAT(Fault("", 1).next_step, HasSubstr("kata doctor"));
}

TEST_F(GateVerdictsTest, OfAMissingFileTellHowToGetItBack) {
  Verdict verdict = MissingFile(balance_, absl::NotFoundError("gone"));
  EXPECT_EQ(verdict.kind, Kind::kMissingFile);
  EXPECT_EQ(verdict.message, "There is no file lessons/04_lock/balance.h.");
  EXPECT_THAT(verdict.next_step, HasSubstr("kata reset balance"));
  EXPECT_THAT(
      MissingFile(balance_, absl::FailedPreconditionError("locked up")).message,
      HasSubstr("locked up"));
}

}  // namespace
}  // namespace racefree
