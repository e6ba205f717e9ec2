#include "checker/session/session.h"

#include "checker/session/testing/fake_workspace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SessionTest : public testing::Test {
 protected:
  // A judgement of the file as it is now.
  Judgement JudgementNow(Outcome outcome) {
    Judgement judgement;
    judgement.content = StudentContentHash(fake_.workspace(), balance_);
    judgement.verdicts = {SampleVerdict(balance_, Gate::kBehaves, outcome)};
    return judgement;
  }

  void Record(const Judgement& judgement) {
    absl::Status recorded = session_.Record(balance_, judgement);
    ASSERT_TRUE(recorded.ok()) << recorded;
  }

  FakeWorkspace fake_;
  Session session_{fake_.workspace(), fake_.catalogue()};
  const Exercise& balance_ = *AllExercises(session_.catalogue())[0];
  const Exercise& two_locks_ = *AllExercises(session_.catalogue())[1];
};

TEST_F(SessionTest, BeginsWithTheFirstExercise) {
  EXPECT_EQ(session_.FirstUnsolved(), &balance_);
  EXPECT_FALSE(session_.IsSolved(balance_));
}

TEST_F(SessionTest, GoesOnAfterAPass) {
  Record(JudgementNow(Outcome::kPassed));
  EXPECT_TRUE(session_.IsSolved(balance_));
  EXPECT_THAT(session_.SolvedExercises(), ElementsAre(&balance_));
  EXPECT_EQ(session_.FirstUnsolved(), &two_locks_);
  Session next_day(fake_.workspace(), fake_.catalogue());
  EXPECT_TRUE(next_day.IsSolved(*AllExercises(next_day.catalogue()).front()));
}

TEST_F(SessionTest, CountsAnExerciseAsSolvedAsLongAsItsFileIsThatWhichPassed) {
  const std::string content = fake_.Read(balance_.file);
  Record(JudgementNow(Outcome::kPassed));
  fake_.Write(balance_.file, "another");
  EXPECT_FALSE(session_.IsSolved(balance_));
  fake_.Write(balance_.file, content);
  EXPECT_TRUE(session_.IsSolved(balance_));
  fake_.Remove(balance_.file);
  EXPECT_FALSE(session_.IsSolved(balance_));
}

TEST_F(SessionTest, TakesBackAPassWhenTheSameContentFails) {
  Record(JudgementNow(Outcome::kPassed));
  Record(JudgementNow(Outcome::kFailed));
  EXPECT_FALSE(session_.IsSolved(balance_));
}

TEST_F(SessionTest, LearnsNothingFromAFaultOfTheMachine) {
  Record(JudgementNow(Outcome::kPassed));
  Record(JudgementNow(Outcome::kMachineFault));
  EXPECT_TRUE(session_.IsSolved(balance_));
}

TEST_F(SessionTest, LearnsNothingAboutAFileThatHasChangedMeanwhile) {
  Judgement judgement = JudgementNow(Outcome::kPassed);
  fake_.Write(balance_.file, "another");
  Record(judgement);
  EXPECT_FALSE(session_.IsSolved(balance_));
}

TEST_F(SessionTest, TellsWhyItCannotRecord) {
  fake_.Write(".racefree", "a file where the directory should be");
  EXPECT_FALSE(session_.Record(balance_, JudgementNow(Outcome::kPassed)).ok());
  EXPECT_FALSE(session_.RevealHint(balance_).ok());
}

TEST_F(SessionTest, RevealsOneHintAfterTheOther) {
  EXPECT_EQ(session_.HintsShown(balance_), 0);
  for (int shown : {1, 2, 3, 3}) {
    ASSERT_TRUE(session_.RevealHint(balance_).ok());
    EXPECT_EQ(session_.HintsShown(balance_), shown);
  }
  EXPECT_EQ(session_.HintsShown(two_locks_), 0);
}

TEST_F(SessionTest, ResetKeepsTheStudentsFile) {
  const std::string shipped = fake_.Read(balance_.file);
  fake_.Write(balance_.file, "my work");
  absl::StatusOr<std::string> backup = session_.Reset(balance_);
  ASSERT_TRUE(backup.ok()) << backup.status();
  EXPECT_THAT(*backup, HasSubstr(".racefree/backups/04_lock/balance_"));
  EXPECT_EQ(fake_.Read(*backup), "my work");
  EXPECT_EQ(fake_.Read(balance_.file), shipped);

  // Twice in a second, too.
  fake_.Write(balance_.file, "my second try");
  absl::StatusOr<std::string> second = session_.Reset(balance_);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(fake_.Read(*backup), "my work");
  EXPECT_EQ(fake_.Read(*second), "my second try");
}

TEST_F(SessionTest, ResetOfWhatIsAsShippedKeepsNothing) {
  EXPECT_EQ(*session_.Reset(balance_), "");
  EXPECT_FALSE(fake_.Exists(".racefree/backups"));
}

TEST_F(SessionTest, ResetBringsADeletedFileBack) {
  const std::string shipped = fake_.Read(balance_.file);
  fake_.Remove(balance_.file);
  EXPECT_EQ(*session_.Reset(balance_), "");
  EXPECT_EQ(fake_.Read(balance_.file), shipped);
}

TEST_F(SessionTest, ResetChangesNothingWhenItCannotKeepTheStudentsFile) {
  fake_.Write(balance_.file, "my work");
  fake_.Write(".racefree/backups", "a file where the directory should be");
  EXPECT_FALSE(session_.Reset(balance_).ok());
  EXPECT_EQ(fake_.Read(balance_.file), "my work");
}

TEST_F(SessionTest, ResetChangesNothingWithoutAShippedFile) {
  fake_.Write(balance_.file, "my work");
  fake_.Remove(balance_.shipped);
  EXPECT_TRUE(absl::IsNotFound(session_.Reset(balance_).status()));
  EXPECT_EQ(fake_.Read(balance_.file), "my work");
}

TEST_F(SessionTest, ShowsASolutionAndWhy) {
  absl::StatusOr<Solution> solution = session_.ReadSolution(balance_);
  ASSERT_TRUE(solution.ok()) << solution.status();
  EXPECT_EQ(solution->answer, "// The solution.\n");
  EXPECT_EQ(solution->why, "# Why\n");
  fake_.Remove(balance_.why);
  EXPECT_EQ(session_.ReadSolution(balance_)->why, "");
  fake_.Remove(balance_.solutions.front());
  EXPECT_TRUE(absl::IsNotFound(session_.ReadSolution(balance_).status()));
}

}  // namespace
}  // namespace racefree
