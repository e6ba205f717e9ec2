// Connects GoogleTest with the explorer: a failed expectation ends the
// schedule, and what was found becomes the test's failure.

#include <cstdio>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"

namespace racefree::explore {
namespace {

constexpr int kWidth = 100;

class EndScheduleOnFailure : public testing::EmptyTestEventListener {
 public:
  void OnTestPartResult(const testing::TestPartResult& result) override {
    if (!result.failed()) return;
    FailSchedule(result.file_name() != nullptr ? result.file_name() : "",
                 result.line_number(), result.message());
  }
};

// Installed once, before any test runs; does nothing outside of schedules.
[[maybe_unused]] const bool installed = [] {
  testing::UnitTest::GetInstance()->listeners().Append(
      new EndScheduleOnFailure);
  return true;
}();

void CallBody(void* body) { reinterpret_cast<void (*)()>(body)(); }

}  // namespace

void ExploreTest(void (*body)(), const Options& options) {
  const Result& result =
      Explore(CallBody, reinterpret_cast<void*>(body), options);
  const Story story = TellStory(result);
  testing::Test::RecordProperty("exploration", StoryAsJson(story));
  if (story.passed) {
    printf("%s", StoryAsText(story, kWidth).c_str());
  } else {
    ADD_FAILURE() << StoryAsText(story, kWidth);
  }
}

}  // namespace racefree::explore
