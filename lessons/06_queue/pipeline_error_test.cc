#include "lessons/06_queue/pipeline_error.h"

#include <sched.h>
#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
// As good as endless. It ends, so that a wrong answer does, too.
constexpr int kEndless = 10000;

using testing::ElementsAre;
using testing::IsEmpty;

// 0, 1, 2, ... It orders nothing that ThreadSanitizer could see.
class Numbers {
 public:
  explicit Numbers(int count) : count_(count) {}
  Source AsSource() {
    return [this]() -> Item {
      const int number = calls_.fetch_add(1, kRelaxed);
      return number < count_ ? std::make_unique<int>(number) : nullptr;
    };
  }
  int calls() const { return calls_.load(kRelaxed); }

 private:
  const int count_;
  std::atomic<int> calls_ = 0;
};

Item AddOne(Item item) {
  ++*item;
  return item;
}

Item TenTimes(Item item) {
  *item *= 10;
  return item;
}

Item Same(Item item) { return item; }

// A stage that throws when this number comes, and all the others wait.
Stage FailAt(int number) {
  return [=](Item item) -> Item {
    if (*item != number) return item;
    WaitUntilOthersAreAsleep();
    throw std::runtime_error("bad item");
  };
}

std::vector<int> Values(const std::vector<Item>& items) {
  std::vector<int> values;
  for (const Item& item : items) values.push_back(*item);
  return values;
}

// What went wrong in the pipeline.
std::string ErrorOf(const Source& source, const std::vector<Stage>& stages,
                    std::size_t capacity) {
  try {
    RunPipeline(source, stages, capacity);
  } catch (const std::runtime_error& error) {
    return error.what();
  } catch (...) {
    return "another exception than the one that was thrown";
  }
  return "no exception";
}

TEST(PipelineError, IsNoneIfNobodyThrows) {
  Numbers numbers(4);
  EXPECT_THAT(Values(RunPipeline(numbers.AsSource(), {AddOne, TenTimes}, 1)),
              ElementsAre(10, 20, 30, 40));
  Numbers none(0);
  EXPECT_THAT(RunPipeline(none.AsSource(), {AddOne}, 1), IsEmpty());
}

TEST(PipelineError, OfAStageReachesTheCaller) {
  Numbers numbers(3);
  EXPECT_EQ(ErrorOf(numbers.AsSource(), {FailAt(1)}, 3), "bad item");
}

TEST(PipelineError, OfTheLastItemReachesTheCaller) {
  Numbers numbers(3);
  EXPECT_EQ(ErrorOf(numbers.AsSource(), {Same, FailAt(2), Same}, 1),
            "bad item");
}

TEST(PipelineError, OfTheSourceReachesTheCaller) {
  int calls = 0;
  auto source = [&]() -> Item {
    if (++calls < 3) return std::make_unique<int>(calls);
    WaitUntilOthersAreAsleep();
    throw std::runtime_error("no more to read");
  };
  EXPECT_EQ(ErrorOf(source, {Same, Same}, 1), "no more to read");
}

TEST(PipelineError, OfAnyStageEndsAPipelineWithoutEnd) {
  for (int bad = 0; bad < 3; ++bad) {
    SCOPED_TRACE("stage " + std::to_string(bad) + " throws");
    Numbers numbers(kEndless);
    std::vector<Stage> stages(3, Same);
    stages[bad] = FailAt(5);
    EXPECT_EQ(ErrorOf(numbers.AsSource(), stages, 2), "bad item");
    EXPECT_LT(numbers.calls(), kEndless) << "items read, although the sixth "
                                            "was to be the end";
  }
}

TEST(PipelineError, WakesAllWhoWaitForRoom) {
  Numbers numbers(kEndless);
  int read_before = 0;
  auto fail = [&](Item) -> Item {
    WaitUntilOthersAreAsleep();
    read_before = numbers.calls();
    throw std::runtime_error("disk full");
  };
  // Time stands still: who waits for a while, to look again, waits for ever.
  VirtualTime time;
  EXPECT_EQ(ErrorOf(numbers.AsSource(), {Same, fail}, 1), "disk full");
  EXPECT_LE(read_before, 5)
      << "items read: 1 is in each of two stages, 1 in each of two queues "
         "before them, and 1 waits for room";
  EXPECT_LT(numbers.calls(), kEndless) << "items read";
}

TEST(PipelineError, WakesAllWhoWaitForItems) {
  Numbers numbers(2);
  VirtualTime time;
  EXPECT_EQ(ErrorOf(numbers.AsSource(), {FailAt(1), Same, Same}, 1),
            "bad item");
}

TEST(PipelineError, IsPassedOnWhenAllThreadsHaveEnded) {
  SilentCounter second_stage_began;
  SilentCounter first_stage_failed;
  SilentCounter go_on;
  Numbers numbers(kEndless);
  auto fail = [&](Item item) -> Item {
    if (*item == 0) return item;
    second_stage_began.WaitFor(1);
    WaitUntilOthersAreAsleep();
    first_stage_failed.Raise();
    throw std::runtime_error("bad item");
  };
  auto hold = [&](Item item) {
    second_stage_began.Raise();
    go_on.WaitFor(1);
    return item;
  };
  std::string error;
  std::optional<WatchedCall> run;
  run.emplace([&] { error = ErrorOf(numbers.AsSource(), {fail, hold}, 1); });
  first_stage_failed.WaitFor(1);
  WaitUntilOthersAreAsleep();
  EXPECT_EQ(run->WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "RunPipeline, while the second stage is at work";
  go_on.Raise();
  run.reset();
  EXPECT_EQ(error, "bad item");
}

TEST(PipelineError, IsOneOfTwoIfTwoStagesThrowAtTheSameTime) {
  SilentCounter arrivals;
  SilentCounter go_on;
  Numbers numbers(kEndless);
  auto fail_together_at = [&](int number) {
    return [&, number](Item item) -> Item {
      if (*item != number) return item;
      arrivals.Raise();
      go_on.WaitFor(1);
      throw std::runtime_error("bad item");
    };
  };
  std::string error;
  {
    WatchedCall run([&] {
      error = ErrorOf(numbers.AsSource(),
                      {fail_together_at(1), fail_together_at(0)}, 1);
    });
    arrivals.WaitFor(2);
    WaitUntilOthersAreAsleep();
    go_on.Raise();
  }
  EXPECT_EQ(error, "bad item");
}

TEST(PipelineError, IsTheSameObjectThatWasThrown) {
  struct NoPaper {
    int tray;
  };
  Numbers numbers(kEndless);
  auto fail = [](Item) -> Item {
    WaitUntilOthersAreAsleep();
    throw NoPaper{7};
  };
  try {
    RunPipeline(numbers.AsSource(), {Same, fail}, 1);
    ADD_FAILURE() << "no exception";
  } catch (const NoPaper& error) {
    EXPECT_EQ(error.tray, 7);
  }
}

TEST(PipelineError, IsNotMadeAnewWhenItIsPassedOn) {
  class DiskFull : public std::runtime_error {
   public:
    DiskFull() : std::runtime_error("disk full") {}
  };
  Numbers numbers(kEndless);
  auto fail = [](Item) -> Item {
    WaitUntilOthersAreAsleep();
    throw DiskFull();
  };
  EXPECT_THROW(RunPipeline(numbers.AsSource(), {Same, fail}, 1), DiskFull);
}

TEST(PipelineError, LetsAllStagesWorkAtTheSameTime) {
  SilentCounter arrivals;
  // Stage 3 has item 0 while stage 2 has item 1 and stage 1 has item 2.
  auto meet_with = [&](int with) {
    return [&arrivals, with](Item item) {
      if (*item == with) {
        arrivals.Raise();
        arrivals.WaitFor(3);
      }
      return item;
    };
  };
  Numbers numbers(5);
  EXPECT_THAT(
      Values(RunPipeline(numbers.AsSource(),
                         {meet_with(2), meet_with(1), meet_with(0)}, 1)),
      ElementsAre(0, 1, 2, 3, 4));
}

EVERY_SCHEDULE_TEST_WITH(PipelineError, EndsASourceThatWaitsForRoom,
                         {.max_schedules = 6000}) {
  int next = 0;
  auto source = [&]() -> Item {
    return next < 3 ? std::make_unique<int>(next++) : nullptr;
  };
  auto fail = [](Item) -> Item { throw std::runtime_error("bad item"); };
  EXPECT_EQ(ErrorOf(source, {fail}, 1), "bad item");
}

EVERY_SCHEDULE_TEST_WITH(PipelineError, IsNoneIfNobodyThrowsInAnyOrder,
                         {.max_schedules = 3000}) {
  int next = 0;
  auto source = [&]() -> Item {
    return next < 2 ? std::make_unique<int>(next++) : nullptr;
  };
  EXPECT_THAT(Values(RunPipeline(source, {AddOne}, 1)), ElementsAre(1, 2));
}

}  // namespace
}  // namespace racefree
