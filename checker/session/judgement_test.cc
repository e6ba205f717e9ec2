#include "checker/session/judgement.h"

#include "checker/session/files.h"
#include "checker/session/testing/fake_workspace.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

class JudgementTest : public testing::Test {
 protected:
  Judgement JudgementWith(Outcome behaves, Outcome race_free) {
    Judgement judgement;
    judgement.content = StudentContentHash(workspace_, balance_);
    judgement.rules = RulesHash(workspace_, balance_);
    judgement.verdicts = {SampleVerdict(balance_, Gate::kBehaves, behaves),
                          SampleVerdict(balance_, Gate::kRaceFree, race_free)};
    return judgement;
  }

  void Record(const Judgement& judgement) {
    absl::Status recorded = RecordJudgement(workspace_, balance_, judgement);
    ASSERT_TRUE(recorded.ok()) << recorded;
  }

  bool IsRecorded() {
    return RecordedJudgement(workspace_, balance_).has_value();
  }

  FakeWorkspace fake_;
  const Workspace& workspace_ = fake_.workspace();
  const Exercise& balance_ = fake_.balance();
};

TEST_F(JudgementTest, IsDecidedByTheFirstVerdictThatIsNoPass) {
  Judgement judgement = JudgementWith(Outcome::kPassed, Outcome::kFailed);
  EXPECT_FALSE(Passed(judgement));
  EXPECT_EQ(DecisiveVerdict(judgement).gate, Gate::kRaceFree);
}

TEST_F(JudgementTest, PassesIfAllVerdictsDo) {
  Judgement judgement = JudgementWith(Outcome::kPassed, Outcome::kPassed);
  EXPECT_TRUE(Passed(judgement));
  EXPECT_EQ(DecisiveVerdict(judgement).gate, Gate::kRaceFree);
}

TEST_F(JudgementTest, IsRecordedWithAllItsVerdicts) {
  EXPECT_FALSE(IsRecorded());
  Record(JudgementWith(Outcome::kPassed, Outcome::kFailed));
  std::optional<Judgement> recorded = RecordedJudgement(workspace_, balance_);
  ASSERT_TRUE(recorded.has_value());
  ASSERT_EQ(recorded->verdicts.size(), 2);
  EXPECT_EQ(recorded->verdicts[0].claim, "no race seen in 20 runs");
  EXPECT_EQ(recorded->verdicts[1].kind, Kind::kDataRace);
  EXPECT_FALSE(RecordedJudgement(workspace_, fake_.two_locks()).has_value());
}

TEST_F(JudgementTest, HoldsOnlyForTheSameContent) {
  const std::string content = fake_.Read(balance_.file);
  Record(JudgementWith(Outcome::kPassed, Outcome::kFailed));
  fake_.Write(balance_.file, "another");
  EXPECT_FALSE(IsRecorded());
  fake_.Write(balance_.file, content);
  EXPECT_TRUE(IsRecorded());
  fake_.Remove(balance_.file);
  EXPECT_FALSE(IsRecorded());
}

TEST_F(JudgementTest, HoldsOnlyForTheSameRules) {
  for (const char* file :
       {"lessons/04_lock/balance_test.cc", "lessons/04_lock/BUILD", "WORKSPACE",
        ".bazelrc", ".racefree/machine.bazelrc", "checker/harness/main.cc",
        "third_party/x.BUILD"}) {
    Record(JudgementWith(Outcome::kPassed, Outcome::kFailed));
    ASSERT_TRUE(IsRecorded());
    fake_.Write(file, "changed");
    EXPECT_FALSE(IsRecorded()) << file;
  }
}

TEST_F(JudgementTest, IsNotRecordedWhenTheMachineIsToBlame) {
  Record(JudgementWith(Outcome::kPassed, Outcome::kMachineFault));
  EXPECT_FALSE(IsRecorded());
}

TEST_F(JudgementTest, ThatIsDamagedIsMadeAnew) {
  for (const char* damage : {"", "{}", "\xff", R"({"content": "x",
       "rules": "y", "verdicts": []})"}) {
    fake_.Write(".racefree/verdicts/04_lock/balance.json", damage);
    EXPECT_FALSE(IsRecorded());
  }
}

}  // namespace
}  // namespace racefree
