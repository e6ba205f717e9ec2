#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "checker/session/testing/fake_workspace.h"
#include "checker/terminal/hint_text.h"
#include "checker/terminal/judgement_text.h"
#include "checker/terminal/text.h"
#include "checker/terminal/watch_screen.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace racefree {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr OutputStyle kPlain = {};
constexpr OutputStyle kNarrow = {.width = 40};

class ScreensTest : public testing::Test {
 protected:
  ScreensTest() {
    screen_.exercise = &balance_;
    screen_.number = 1;
    screen_.exercises = 2;
    screen_.next = &fake_.two_locks();
  }

  Judgement JudgementWith(Outcome behaves, Outcome race_free,
                          Outcome memory_safe) {
    Judgement judgement;
    judgement.verdicts = {
        SampleVerdict(balance_, Gate::kBehaves, behaves),
        SampleVerdict(balance_, Gate::kRaceFree, race_free),
        SampleVerdict(balance_, Gate::kMemorySafe, memory_safe)};
    return judgement;
  }
  Judgement Failing() {
    return JudgementWith(Outcome::kPassed, Outcome::kFailed,
                         Outcome::kNotJudged);
  }
  Judgement Passing() {
    return JudgementWith(Outcome::kPassed, Outcome::kPassed, Outcome::kPassed);
  }

  FakeWorkspace fake_;
  const Exercise& balance_ = fake_.balance();
  WatchScreen screen_;
};

TEST_F(ScreensTest, TellHowEachGateEndedAndWhy) {
  const std::string text = JudgementText(balance_, Failing(), kPlain, false);
  EXPECT_THAT(text, HasSubstr("+ behaves         passed\n"));
  EXPECT_THAT(text, HasSubstr("x race-free       failed\n"));
  EXPECT_THAT(text, HasSubstr("- memory-safe     not judged yet\n"));
  EXPECT_THAT(text, HasSubstr("Two threads use balance_"));
}

TEST_F(ScreensTest, TellWhatIsKnownAfterAPass) {
  const std::string text = JudgementText(balance_, Passing(), kPlain, false);
  EXPECT_THAT(text, HasSubstr("balance is solved."));
  EXPECT_THAT(text, HasSubstr("+ race-free       no race seen in 20 runs\n"));
}

TEST_F(ScreensTest, AreJsonForPrograms) {
  const auto json = nlohmann::json::parse(JudgementJson(balance_, Failing()));
  EXPECT_EQ(json["exercise"], "04_lock/balance");
  EXPECT_EQ(json["passed"], false);
  ASSERT_EQ(json["verdicts"].size(), 3);
  EXPECT_EQ(json["verdicts"][1]["kind"], "data_race");
}

TEST_F(ScreensTest, ShowAsManyHintsAsWereAskedFor) {
  EXPECT_THAT(HintText(balance_, 2, kPlain), HasSubstr("second hint"));
  EXPECT_THAT(HintText(balance_, 2, kPlain), Not(HasSubstr("third hint")));
  EXPECT_THAT(HintText(balance_, 2, kPlain), HasSubstr("next one"));
  EXPECT_THAT(HintText(balance_, 3, kPlain), HasSubstr("no more hints"));
}

TEST_F(ScreensTest, TellWhichFileToEdit) {
  EXPECT_THAT(WatchScreenText(screen_, kPlain),
              HasSubstr("Edit lessons/04_lock/balance.h"));
}

TEST_F(ScreensTest, TellWhatIsWaitedFor) {
  EXPECT_THAT(WatchScreenText(screen_, kPlain), HasSubstr("Judging ...\n"));
  screen_.slow = true;
  EXPECT_THAT(WatchScreenText(screen_, kPlain), HasSubstr("some minutes"));
  screen_.waits_for_another = true;
  EXPECT_THAT(WatchScreenText(screen_, kPlain), HasSubstr("Another run"));
}

TEST_F(ScreensTest, ShowTheMeasurementUnderItsHeading) {
  screen_.judgement = Passing();
  screen_.measuring = true;
  EXPECT_THAT(WatchScreenText(screen_, kPlain), HasSubstr("Measuring ...\n"));
  screen_.measuring = false;
  screen_.measurement = {.output = "a table", .problem = "It failed."};
  EXPECT_THAT(WatchScreenText(screen_, kPlain),
              HasSubstr("Measured on this machine\n\na table\n\nIt failed.\n"));
}

TEST_F(ScreensTest, OfferTheNextExerciseOnlyAfterAPass) {
  screen_.judgement = Failing();
  EXPECT_THAT(WatchScreenText(screen_, kPlain), Not(HasSubstr("Enter")));
  screen_.judgement = Passing();
  EXPECT_THAT(WatchScreenText(screen_, kPlain),
              HasSubstr("Press Enter for the next exercise, two_locks."));
  screen_.next = nullptr;
  EXPECT_THAT(WatchScreenText(screen_, kPlain),
              HasSubstr("All exercises are solved."));
}

TEST_F(ScreensTest, FitANarrowTerminal) {
  screen_.hints_shown = 3;
  screen_.notices = {"A notice that is longer than one line of forty columns."};
  for (const Judgement& judgement : {Failing(), Passing()}) {
    screen_.judgement = judgement;
    const std::string text = WatchScreenText(screen_, kNarrow);
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      EXPECT_LE(Columns(line), 40) << line;
    }
  }
}

TEST_F(ScreensTest, ArePlainAsciiWithoutColourAndUnicode) {
  screen_.hints_shown = 3;
  for (const Judgement& judgement : {Failing(), Passing()}) {
    screen_.judgement = judgement;
    for (char byte : WatchScreenText(screen_, kPlain)) {
      EXPECT_TRUE(byte == '\n' || absl::ascii_isprint(byte)) << int{byte};
    }
  }
}

}  // namespace
}  // namespace racefree
