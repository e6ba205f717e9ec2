// What a reader sees of a failure: the program's own lines, wherever the fault
// came to light, and the values that explain it.

#include "checker/explore/report/story.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/tests/programs.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

constexpr int kWidth = 300;

Story StoryOf(void (*body)()) {
  return TellStory(
      Explore([](void* argument) { reinterpret_cast<void (*)()>(argument)(); },
              reinterpret_cast<void*>(body), Options()));
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Whether some row of the table has this source and this action.
bool HasRow(const Story& story, const std::string& source,
            const std::string& action) {
  for (const StoryStep& step : story.steps) {
    if (!Contains(step.source, source)) continue;
    for (const std::string& done : step.actions) {
      if (Contains(done, action)) return true;
    }
  }
  return false;
}

TEST(Story, TellsALibrarysRaceInTheProgramsLines) {
  const Story story = StoryOf([] {
    std::vector<bool> bits(2);
    std::thread a([&] { bits[0] = true; });
    std::thread b([&] { bits[1] = true; });
    a.join();
    b.join();
    EXPECT_TRUE(bits[0] && bits[1]);
  });
  EXPECT_FALSE(Contains(story.message, "stl_bvector.h")) << story.message;
  EXPECT_TRUE(Contains(story.message, "story_test.cc")) << story.message;
  EXPECT_TRUE(HasRow(story, "bits[0] = true", "writes"))
      << StoryAsText(story, kWidth);
  EXPECT_TRUE(HasRow(story, "bits[1] = true", "writes"));
}

TEST(Story, TellsWhoFreesWhatAnotherReads) {
  const Story story = StoryOf([] {
    int* value = new int(1);
    std::thread a([=] { EXPECT_EQ(*value, 1); });
    std::thread b([=] { delete value; });
    a.join();
    b.join();
  });
  EXPECT_TRUE(Contains(story.message, "thread 2 frees")) << story.message;
  EXPECT_TRUE(HasRow(story, "delete value", "frees"))
      << StoryAsText(story, kWidth);
}

TEST(Story, EndsADeadlockWithTheLinesThatWait) {
  const Story story = StoryOf([] {
    std::mutex left, right;
    std::thread a([&] {
      std::lock_guard<std::mutex> first(left);
      std::lock_guard<std::mutex> second_of_a(right);
    });
    std::thread b([&] {
      std::lock_guard<std::mutex> first(right);
      std::lock_guard<std::mutex> second_of_b(left);
    });
    a.join();
    b.join();
  });
  EXPECT_TRUE(HasRow(story, "second_of_a(right)", "waits for lock B"))
      << StoryAsText(story, kWidth);
  EXPECT_TRUE(HasRow(story, "second_of_b(left)", "waits for lock A"));
}

// Each access is ordered by the locks, so none of them races; they are shared
// all the same.
TEST(Story, ShowsTheValuesOfWhatIsLockedInPieces) {
  const Story story = StoryOf([] {
    std::mutex mutex;
    auto shared = std::make_unique<int>(0);
    int* sum = shared.get();
    auto add = [&] {
      mutex.lock();
      const int seen = *sum;
      mutex.unlock();
      mutex.lock();
      *sum = seen + 1;
      mutex.unlock();
    };
    InTwo(add, add);
    EXPECT_EQ(*sum, 2);
  });
  EXPECT_TRUE(HasRow(story, "const int seen = *sum;", "reads 0"))
      << StoryAsText(story, kWidth);
  EXPECT_TRUE(HasRow(story, "*sum = seen + 1;", "writes 1"));
}

// The thread starts before the member is made that it reads.
struct Ticker {
  Ticker() : thread([this] { stopped = stop.load(); }), stop(false) {}
  ~Ticker() { thread.join(); }

  bool stopped = false;
  std::thread thread;
  std::atomic<bool> stop;
};

TEST(Story, TellsTheLineOfAnAtomicThatWasNoChoice) {
  const Story story = StoryOf([] { Ticker ticker; });
  EXPECT_EQ(story.kind, "data_race");
  EXPECT_FALSE(Contains(story.message, "atomic_base.h")) << story.message;
  EXPECT_TRUE(Contains(story.message, "the test writes")) << story.message;
}

// They would differ from run to run.
TEST(Story, PrintsNoAddresses) {
  const Story story = StoryOf([] {
    static int one, two;
    std::atomic<int*> pointer{&one};
    std::thread a([&] { pointer = &two; });
    EXPECT_EQ(pointer.load() == &one, true);
    a.join();
  });
  EXPECT_TRUE(HasRow(story, "pointer = &two", "writes an address"))
      << StoryAsText(story, kWidth);
}

}  // namespace
}  // namespace racefree::explore
