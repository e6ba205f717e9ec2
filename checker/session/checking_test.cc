#include "checker/session/checking.h"

#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<Judgement> Check(const FakeWorkspace& fake) {
  std::unique_ptr<Checking> checking =
      *Checking::Start(fake.workspace(), AllExercises(fake.catalogue()));
  checking->Wait();
  return checking->Judgements();
}

TEST(Checking, JudgesAllExercisesInOneRun) {
  FakeWorkspace fake;
  fake.SetAllGates(fake.balance(), Outcome::kPassed);
  fake.SetGate(fake.two_locks(), Gate::kBehaves, Outcome::kPassed);
  fake.SetGate(fake.two_locks(), Gate::kRaceFree, Outcome::kFailed);
  fake.SetGate(fake.two_locks(), Gate::kMemorySafe, Outcome::kNotJudged);
  std::vector<Judgement> judgements = Check(fake);
  ASSERT_EQ(judgements.size(), 2);
  EXPECT_TRUE(Passed(judgements[0]));
  EXPECT_EQ(DecisiveVerdict(judgements[1]).gate, Gate::kRaceFree);
  EXPECT_EQ(judgements[1].verdicts.size(), 3);
  EXPECT_EQ(fake.Invocations().size(), 1);
}

TEST(Checking, OfAMissingFileDoesNotSpoilTheOthers) {
  FakeWorkspace fake;
  fake.Remove(fake.balance().file);
  fake.SetAllGates(fake.two_locks(), Outcome::kPassed);
  std::vector<Judgement> judgements = Check(fake);
  EXPECT_EQ(DecisiveVerdict(judgements[0]).kind, Kind::kMissingFile);
  EXPECT_TRUE(Passed(judgements[1]));
  EXPECT_THAT(fake.Invocations(), ElementsAre(Not(HasSubstr(":balance"))));
}

TEST(Checking, BlamesTheMachineForWhatBazelDidNotTell) {
  FakeWorkspace fake;
  fake.SetAllGates(fake.balance(), Outcome::kPassed);
  fake.SetOutput("ERROR: no memory\n", 33);
  std::vector<Judgement> judgements = Check(fake);
  EXPECT_TRUE(Passed(judgements[0]));
  EXPECT_EQ(DecisiveVerdict(judgements[1]).outcome, Outcome::kMachineFault);
}

}  // namespace
}  // namespace racefree
