#include "checker/session/watch.h"

#include "checker/session/testing/fake_workspace.h"
#include "checker/session/wait_for_input.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;

class WatchTest : public testing::Test {
 protected:
  void Start() { watch_ = *Watch::Start(session_, balance_); }

  void ProceedUntilJudged() {
    watch_->Proceed();
    while (!watch_->judgement().has_value()) {
      WaitForInput(watch_->descriptors());
      watch_->Proceed();
    }
  }

  // Also what Bazel does after the verdict is known.
  void ProceedUntilBazelEnded() {
    ProceedUntilJudged();
    while (watch_->descriptors().size() > 1) {
      WaitForInput(watch_->descriptors());
      watch_->Proceed();
    }
  }

  Outcome Decided() { return DecisiveVerdict(*watch_->judgement()).outcome; }

  FakeWorkspace fake_;
  Session session_{fake_.workspace(), fake_.catalogue()};
  const Exercise& balance_ = *AllExercises(session_.catalogue())[0];
  std::unique_ptr<Watch> watch_;
};

TEST_F(WatchTest, JudgesAtOnceAndAtEachSave) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  Start();
  EXPECT_TRUE(watch_->judging());
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kFailed);
  EXPECT_FALSE(watch_->judging());

  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.Write(balance_.file, "better");
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kPassed);
  EXPECT_TRUE(session_.IsSolved(balance_));
}

TEST_F(WatchTest, ShowsTheRecordedJudgementWithoutBazel) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  Start();
  ProceedUntilBazelEnded();
  const size_t runs = fake_.Invocations().size();
  Start();
  EXPECT_FALSE(watch_->judging());
  EXPECT_EQ(Decided(), Outcome::kFailed);
  EXPECT_EQ(fake_.Invocations().size(), runs);
}

TEST_F(WatchTest, DoesNotJudgeASaveThatChangesNothing) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  Start();
  ProceedUntilBazelEnded();
  const size_t runs = fake_.Invocations().size();
  fake_.Write(balance_.file, fake_.Read(balance_.file));
  watch_->Proceed();
  EXPECT_FALSE(watch_->judging());
  EXPECT_EQ(fake_.Invocations().size(), runs);
}

TEST_F(WatchTest, TriesAgainAtASaveAfterAFaultOfTheMachine) {
  fake_.SetOutput("ERROR: no memory\n", 33);
  Start();
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kMachineFault);
  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.Write(balance_.file, fake_.Read(balance_.file));
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kPassed);
}

TEST_F(WatchTest, CancelsARunAtASaveAndJudgesWhatWasSaved) {
  fake_.SetHang();
  Start();
  fake_.WaitUntilItHangs();
  fake_.ClearHang();
  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.Write(balance_.file, "saved meanwhile");
  ProceedUntilBazelEnded();
  EXPECT_EQ(fake_.Invocations()[1], "interrupted");
  EXPECT_EQ(Decided(), Outcome::kPassed);
  EXPECT_EQ(watch_->judgement()->content,
            StudentContentHash(fake_.workspace(), balance_));
}

TEST_F(WatchTest, JudgesTheLastOfManySaves) {
  fake_.SetHang();
  Start();
  fake_.WaitUntilItHangs();
  fake_.ClearHang();
  fake_.SetAllGates(balance_, Outcome::kPassed);
  const std::string content = fake_.Read(balance_.file);
  for (const std::string& saved :
       {std::string("a"), std::string("b"), content}) {
    fake_.Write(balance_.file, saved);
    watch_->Proceed();
  }
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kPassed);
  EXPECT_TRUE(session_.IsSolved(balance_));
}

TEST_F(WatchTest, JudgesASaveWhileBazelStillEndsAfterAFailure) {
  fake_.SetGate(balance_, Gate::kBehaves, Outcome::kFailed);
  fake_.SetHang();
  Start();
  fake_.WaitUntilItHangs();
  ProceedUntilJudged();
  EXPECT_EQ(Decided(), Outcome::kFailed);
  fake_.ClearHang();
  fake_.SetAllGates(balance_, Outcome::kPassed);
  fake_.Write(balance_.file, "better");
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kPassed);
}

TEST_F(WatchTest, LetsAnEditorFinishItsSave) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Start();
  ProceedUntilBazelEnded();
  const std::string content = fake_.Read(balance_.file);
  fake_.Remove(balance_.file);
  watch_->Proceed();
  EXPECT_TRUE(watch_->settling());
  EXPECT_EQ(Decided(), Outcome::kPassed);
  fake_.Write(balance_.file, content);
  watch_->Proceed();
  EXPECT_FALSE(watch_->settling());
  EXPECT_EQ(Decided(), Outcome::kPassed);
}

TEST_F(WatchTest, TellsThatTheFileIsGoneAndJudgesItWhenItIsBack) {
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Start();
  ProceedUntilBazelEnded();
  fake_.Remove(balance_.file);
  watch_->Proceed();
  watch_->Settle();
  EXPECT_EQ(DecisiveVerdict(*watch_->judgement()).kind, Kind::kMissingFile);
  fake_.Write(balance_.file, "back");
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kPassed);
}

TEST_F(WatchTest, TellsTheVerdictThoughItCannotBeRecorded) {
  fake_.Write(".racefree", "a file where the directory should be");
  fake_.SetAllGates(balance_, Outcome::kPassed);
  Start();
  ProceedUntilJudged();
  EXPECT_EQ(Decided(), Outcome::kPassed);
  EXPECT_THAT(std::string(watch_->recorded().message()),
              HasSubstr(".racefree"));
}

TEST_F(WatchTest, MeasuresAfterAPassAndNotAfterAFailure) {
  const Exercise& two_locks = *AllExercises(session_.catalogue())[1];
  fake_.SetMeasurement("echo a table");
  fake_.SetGate(two_locks, Gate::kBehaves, Outcome::kFailed);
  watch_ = *Watch::Start(session_, two_locks);
  ProceedUntilBazelEnded();
  EXPECT_FALSE(watch_->measuring());
  EXPECT_FALSE(watch_->measurement().has_value());

  fake_.SetAllGates(two_locks, Outcome::kPassed);
  fake_.Write(two_locks.file, "better");
  ProceedUntilBazelEnded();
  ASSERT_TRUE(watch_->measurement().has_value());
  EXPECT_EQ(watch_->measurement()->output, "a table\n");
}

TEST_F(WatchTest, ForgetsTheMeasurementAtASave) {
  const Exercise& two_locks = *AllExercises(session_.catalogue())[1];
  fake_.SetMeasurement("while :; do :; done");
  fake_.SetAllGates(two_locks, Outcome::kPassed);
  watch_ = *Watch::Start(session_, two_locks);
  ProceedUntilJudged();
  while (!watch_->measuring()) {
    WaitForInput(watch_->descriptors());
    watch_->Proceed();
  }
  fake_.SetGate(two_locks, Gate::kBehaves, Outcome::kFailed);
  fake_.Write(two_locks.file, "worse");
  ProceedUntilBazelEnded();
  EXPECT_EQ(Decided(), Outcome::kFailed);
  EXPECT_FALSE(watch_->measuring());
  EXPECT_FALSE(watch_->measurement().has_value());
}

TEST_F(WatchTest, CancelsItsRunWhenItEnds) {
  fake_.SetHang();
  Start();
  fake_.WaitUntilItHangs();
  watch_.reset();
  EXPECT_EQ(fake_.Invocations().back(), "interrupted");
}

}  // namespace
}  // namespace racefree
