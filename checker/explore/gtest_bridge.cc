// Connects GoogleTest with the explorer: a failed expectation ends the
// schedule, and what was found becomes the test's failure.

#include <cstdio>
#include <string>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "checker/explore/report/judge.h"

namespace racefree::explore {
namespace {

using Outcome = Judgement::Outcome;

class EndScheduleOnFailure : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (result.skipped()) SkipTest(result.message());
    if (!result.failed()) return;
    FailSchedule(result.file_name() != nullptr ? result.file_name() : "",
                 result.line_number(), result.message());
  }
};

// A token that fits none of the tests must not look like a success.
class ReplayMustFit : public testing::Environment {
 public:
  void TearDown() override {
    if (fits_other_ && !fits_) {
      ADD_FAILURE() << kReplayVariable
                    << " is the replay of none of the tests that ran: a test "
                       "of another program, or one that had another name";
    }
  }
  void Note(bool fits) {
    fits_ = fits_ || fits;
    fits_other_ = fits_other_ || !fits;
  }

 private:
  bool fits_ = false;
  bool fits_other_ = false;
};

// Installed once, before any test runs; do nothing outside of explorations.
ReplayMustFit* const replay_must_fit = [] {
  testing::UnitTest::GetInstance()->listeners().Append(
      new EndScheduleOnFailure);
  auto* const environment = new ReplayMustFit;
  testing::AddGlobalTestEnvironment(environment);
  return environment;
}();

std::string NameOfTest() {
  const testing::TestInfo* test =
      testing::UnitTest::GetInstance()->current_test_info();
  return std::string(test->test_suite_name()) + "." + test->name();
}

void CallBody(void* body) { reinterpret_cast<void (*)()>(body)(); }

}  // namespace

void ExploreTest(void (*body)(), const Options& options) {
  const Judgement judgement =
      JudgeTest(NameOfTest(), CallBody, reinterpret_cast<void*>(body), options);
  replay_must_fit->Note(!judgement.is_replay_of_other);
  testing::Test::RecordProperty("exploration", judgement.json);
  testing::Test::RecordProperty("replay", judgement.token);
  switch (judgement.outcome) {
    case Outcome::kPassed:
      printf("%s", judgement.text.c_str());
      return;
    case Outcome::kSkipped:
      GTEST_SKIP() << judgement.text;
    case Outcome::kFailed:
      ADD_FAILURE() << judgement.text;
  }
}

}  // namespace racefree::explore
