#include "checker/session/judging.h"

#include "checker/session/testing/fake_workspace.h"
#include "checker/session/wait_for_input.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class JudgingTest : public testing::Test {
 protected:
  Judgement Judge() {
    Judging judging(fake_.workspace(), balance_);
    judging.Wait();
    return judging.judgement().value_or(Judgement());
  }

  // Bazel may go on.
  static void ProceedUntilJudged(Judging& judging) {
    while (!judging.judgement().has_value()) {
      WaitForInput(judging.descriptors());
      judging.Proceed();
    }
  }

  static std::vector<Outcome> Outcomes(const Judgement& judgement) {
    std::vector<Outcome> outcomes;
    for (const Verdict& verdict : judgement.verdicts) {
      outcomes.push_back(verdict.outcome);
    }
    return outcomes;
  }

  FakeWorkspace fake_;
  const Exercise& balance_ = fake_.balance();
};

TEST_F(JudgingTest, AsksForTheLastGateOnlyAfterTheOthersPassed) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Judgement judgement = Judge();
  EXPECT_TRUE(Passed(judgement));
  EXPECT_EQ(judgement.verdicts.size(), 3);
  EXPECT_THAT(fake_.Invocations(),
              ElementsAre(AllOf(HasSubstr("test "), HasSubstr("--config=kata"),
                                HasSubstr(":balance_behaves"),
                                HasSubstr(":balance_race_free"),
                                Not(HasSubstr("memory_safe"))),
                          AllOf(HasSubstr(":balance_memory_safe"),
                                Not(HasSubstr("race_free")))));
}

TEST_F(JudgingTest, StopsAfterTheFirstGateThatFails) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kPassed);
  fake_.SetGate(balance_, Gate::kRaceFree, Outcome::kFailed);
  EXPECT_THAT(Outcomes(Judge()), ElementsAre(Outcome::kPassed, Outcome::kFailed,
                                             Outcome::kNotJudged));
  EXPECT_THAT(fake_.Invocations(), Not(Contains(HasSubstr("memory_safe"))));
}

TEST_F(JudgingTest, TellsTheEarlierOfTwoFailures) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  fake_.SetGate(balance_, Gate::kRaceFree, Outcome::kNotJudged);
  Judgement judgement = Judge();
  EXPECT_THAT(
      Outcomes(judgement),
      ElementsAre(Outcome::kFailed, Outcome::kNotJudged, Outcome::kNotJudged));
  EXPECT_EQ(DecisiveVerdict(judgement).gate, Gate::kBehaves);
}

TEST_F(JudgingTest, TellsAFailureBeforeBazelHasEnded) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  fake_.SetHang();
  Judging judging(fake_.workspace(), balance_);
  fake_.WaitUntilItHangs();
  ProceedUntilJudged(judging);
  EXPECT_EQ(DecisiveVerdict(*judging.judgement()).outcome, Outcome::kFailed);
  // What Bazel still does is of no use any more.
  judging.Wait();
  EXPECT_EQ(fake_.Invocations().back(), "interrupted");
}

TEST_F(JudgingTest, TellsAFailureThatBazelHasOnlyPrinted) {
  fake_.SetPrintedFailure(balance_, Gate::kBehaves);
  fake_.SetHang();
  Judging judging(fake_.workspace(), balance_);
  fake_.WaitUntilItHangs();
  ProceedUntilJudged(judging);
  EXPECT_EQ(DecisiveVerdict(*judging.judgement()).kind, Kind::kDataRace);
}

TEST_F(JudgingTest, WaitsForAnEarlierGateBeforeALaterOneIsTold) {
  fake_.SetGate(balance_, Gate::kRaceFree, Outcome::kFailed);
  fake_.SetHang();
  Judging judging(fake_.workspace(), balance_);
  fake_.WaitUntilItHangs();
  judging.Proceed();
  EXPECT_FALSE(judging.judgement().has_value());
  fake_.Release();
  judging.Wait();
  // Bazel has ended and told nothing of the first gate.
  EXPECT_EQ(DecisiveVerdict(*judging.judgement()).outcome,
            Outcome::kMachineFault);
}

TEST_F(JudgingTest, HasNoJudgementWhenCancelled) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.SetHang();
  Judging judging(fake_.workspace(), balance_);
  fake_.WaitUntilItHangs();
  judging.Cancel();
  judging.Wait();
  EXPECT_FALSE(judging.judgement().has_value());
  EXPECT_EQ(fake_.Invocations().size(), 2);
  EXPECT_EQ(fake_.Invocations().back(), "interrupted");
}

TEST_F(JudgingTest, NamesTheContentThatItJudged) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  const std::string content = StudentContentHash(fake_.workspace(), balance_);
  EXPECT_EQ(Judge().content, content);
}

TEST_F(JudgingTest, NeedsNoBazelToMissAFile) {
  fake_.Remove(balance_.file);
  Judgement judgement = Judge();
  EXPECT_EQ(DecisiveVerdict(judgement).kind, Kind::kMissingFile);
  EXPECT_EQ(judgement.verdicts.size(), 3);
  EXPECT_THAT(fake_.Invocations(), IsEmpty());
}

TEST_F(JudgingTest, BlamesTheMachineWhenBazelFails) {
  fake_.SetOutput("ERROR: the server crashed\n", 37);
  const Verdict verdict = DecisiveVerdict(Judge());
  EXPECT_EQ(verdict.outcome, Outcome::kMachineFault);
  EXPECT_THAT(verdict.meaning, HasSubstr("the server crashed"));
}

TEST_F(JudgingTest, BlamesTheMachineWhenThereIsNoBazel) {
  Workspace workspace = fake_.workspace();
  workspace.bazel = "no-such-bazel";
  Judging judging(workspace, balance_);
  EXPECT_TRUE(judging.ended());
  ASSERT_TRUE(judging.judgement().has_value());
  const Verdict verdict = DecisiveVerdict(*judging.judgement());
  EXPECT_EQ(verdict.outcome, Outcome::kMachineFault);
  EXPECT_THAT(verdict.message, HasSubstr("no-such-bazel"));
}

TEST_F(JudgingTest, TellsThatItWaitsForAnotherRun) {
  fake_.SetOutput("Another command (pid=7) is running. Waiting for it ...\n",
                  0);
  fake_.SetHang();
  Judging judging(fake_.workspace(), balance_);
  EXPECT_FALSE(judging.waits_for_another());
  fake_.WaitUntilItHangs();
  judging.Proceed();
  EXPECT_TRUE(judging.waits_for_another());
}

}  // namespace
}  // namespace racefree
