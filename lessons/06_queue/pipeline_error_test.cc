#include "lessons/06_queue/pipeline_error.h"

#include <atomic>
#include <memory>
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

// 0, 1, 2, ... up to the end; there it fails if there is an error. It orders
// nothing that ThreadSanitizer could see.
class Numbers {
 public:
  explicit Numbers(int count, const char* error = nullptr)
      : count_(count), error_(error) {}
  Source AsSource() {
    return [this] { return Next(); };
  }
  int calls() const { return calls_.load(kRelaxed); }

 private:
  Item Next() {
    const int number = calls_.fetch_add(1, kRelaxed);
    if (number < count_) return std::make_unique<int>(number);
    if (error_ == nullptr) return nullptr;
    WaitUntilOthersAreAsleep();
    throw std::runtime_error(error_);
  }

  const int count_;
  const char* const error_;
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

Item Fail(Item) { throw std::runtime_error("bad item"); }

// A stage that throws when this number comes, and all the others wait.
Stage FailAt(int number) {
  return [=](Item item) {
    if (*item != number) return item;
    WaitUntilOthersAreAsleep();
    return Fail(std::move(item));
  };
}

// A stage that, when this number comes, tells that it is there and waits until
// it may go on; and then fails, or does not.
struct HoldAt {
  int number;
  SilentCounter* arrivals;
  SilentCounter* go_on;
  int go_on_at = 1;
  bool fails = false;

  Item operator()(Item item) const {
    if (*item != number) return item;
    arrivals->Raise();
    go_on->WaitFor(go_on_at);
    return fails ? Fail(std::move(item)) : std::move(item);
  }
};

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
  EXPECT_THAT(Values(RunPipeline(none.AsSource(), {AddOne}, 1)), IsEmpty());
}

TEST(PipelineError, OfAStageReachesTheCaller) {
  Numbers numbers(3);
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {FailAt(1)}, 3).c_str(), "bad item");
}

TEST(PipelineError, OfTheLastItemReachesTheCaller) {
  Numbers numbers(3);
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {Same, FailAt(2), Same}, 1).c_str(),
               "bad item");
}

TEST(PipelineError, OfTheSourceReachesTheCaller) {
  Numbers numbers(2, "no more to read");
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {Same, Same}, 1).c_str(),
               "no more to read");
}

TEST(PipelineError, OfAnyStageEndsAPipelineWithoutEnd) {
  for (int bad = 0; bad < 3; ++bad) {
    SCOPED_TRACE("stage " + std::to_string(bad) + " throws");
    Numbers numbers(kEndless);
    std::vector<Stage> stages(3, Same);
    stages[bad] = FailAt(5);
    EXPECT_STREQ(ErrorOf(numbers.AsSource(), stages, 2).c_str(), "bad item");
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
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {Same, fail}, 1).c_str(),
               "disk full");
  EXPECT_LE(read_before, 5)
      << "items read: 1 is in each of two stages, 1 in each of two queues "
         "before them, and 1 waits for room";
  EXPECT_LT(numbers.calls(), kEndless) << "items read";
}

TEST(PipelineError, WakesAllWhoWaitForItems) {
  Numbers numbers(2);
  VirtualTime time;
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {FailAt(1), Same, Same}, 1).c_str(),
               "bad item");
}

TEST(PipelineError, IsPassedOnWhenAllThreadsHaveEnded) {
  SilentCounter first_stage_began;
  SilentCounter second_stage_began;
  SilentCounter first_stage_may_fail;
  SilentCounter go_on;
  const HoldAt fail = {.number = 1,
                       .arrivals = &first_stage_began,
                       .go_on = &first_stage_may_fail,
                       .fails = true};
  const HoldAt hold = {
      .number = 0, .arrivals = &second_stage_began, .go_on = &go_on};
  Numbers numbers(kEndless);
  std::string error;
  {
    WatchedCall run(
        [&] { error = ErrorOf(numbers.AsSource(), {fail, hold}, 1); });
    first_stage_began.WaitFor(1);
    second_stage_began.WaitFor(1);
    WaitUntilOthersAreAsleep();
    first_stage_may_fail.Raise();
    EXPECT_EQ(run.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "RunPipeline, while the second stage is at work";
    go_on.Raise();
  }
  EXPECT_STREQ(error.c_str(), "bad item");
}

TEST(PipelineError, IsOneOfTwoIfTwoStagesThrowAtTheSameTime) {
  SilentCounter arrivals;
  SilentCounter go_on;
  HoldAt first = {
      .number = 1, .arrivals = &arrivals, .go_on = &go_on, .fails = true};
  HoldAt second = first;
  second.number = 0;
  Numbers numbers(kEndless);
  std::string error;
  {
    WatchedCall run(
        [&] { error = ErrorOf(numbers.AsSource(), {first, second}, 1); });
    arrivals.WaitFor(2);
    WaitUntilOthersAreAsleep();
    go_on.Raise();
  }
  EXPECT_STREQ(error.c_str(), "bad item");
}

struct NoPaper {
  int tray;
};

Item RunOutOfPaper(Item) {
  WaitUntilOthersAreAsleep();
  throw NoPaper{7};
}

TEST(PipelineError, IsTheSameObjectThatWasThrown) {
  Numbers numbers(kEndless);
  try {
    RunPipeline(numbers.AsSource(), {Same, RunOutOfPaper}, 1);
    ADD_FAILURE() << "no exception";
  } catch (const NoPaper& error) {
    EXPECT_EQ(error.tray, 7);
  }
}

class DiskFull : public std::runtime_error {
 public:
  DiskFull() : std::runtime_error("disk full") {}
};

Item FillTheDisk(Item) {
  WaitUntilOthersAreAsleep();
  throw DiskFull();
}

TEST(PipelineError, IsNotMadeAnewWhenItIsPassedOn) {
  Numbers numbers(kEndless);
  EXPECT_THROW(RunPipeline(numbers.AsSource(), {Same, FillTheDisk}, 1),
               DiskFull);
}

TEST(PipelineError, LetsAllStagesWorkAtTheSameTime) {
  SilentCounter arrivals;
  // Stage 3 has item 0 while stage 2 has item 1 and stage 1 has item 2.
  const HoldAt third = {
      .number = 0, .arrivals = &arrivals, .go_on = &arrivals, .go_on_at = 3};
  HoldAt second = third;
  second.number = 1;
  HoldAt first = third;
  first.number = 2;
  Numbers numbers(5);
  EXPECT_THAT(
      Values(RunPipeline(numbers.AsSource(), {first, second, third}, 1)),
      ElementsAre(0, 1, 2, 3, 4));
}

EVERY_SCHEDULE_TEST_WITH(PipelineError, EndsASourceThatWaitsForRoom,
                         {.max_schedules = 6000}) {
  Numbers numbers(3);
  EXPECT_STREQ(ErrorOf(numbers.AsSource(), {Fail}, 1).c_str(), "bad item");
}

EVERY_SCHEDULE_TEST_WITH(PipelineError, IsNoneIfNobodyThrowsInAnyOrder,
                         {.max_schedules = 3000}) {
  Numbers numbers(2);
  EXPECT_THAT(Values(RunPipeline(numbers.AsSource(), {AddOne}, 1)),
              ElementsAre(1, 2));
}

}  // namespace
}  // namespace racefree
