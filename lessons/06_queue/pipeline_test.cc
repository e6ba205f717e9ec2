#include "lessons/06_queue/pipeline.h"

#include <sys/types.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

using std::chrono_literals::operator""h;
using testing::ElementsAre;
using testing::SizeIs;

// Whether somebody waits for a while, and not until he is woken.
bool LooksAgain(const VirtualTime& time) {
  return time.sleeps() + time.timed_waits() > 0;
}

int AddOne(int item) { return item + 1; }

int TenTimes(int item) { return item * 10; }

int Same(int item) { return item; }

// All that comes out until nothing comes.
std::vector<int> GetAll(Pipeline& pipeline) {
  std::vector<int> items;
  while (std::optional<int> item = pipeline.Get()) items.push_back(*item);
  return items;
}

// A thread's number. Orders nothing that ThreadSanitizer could see.
using ThreadId = std::atomic<pid_t>;

// A stage that keeps each item, 0 to 9, until it is let go. It puts nothing in
// order that ThreadSanitizer could see.
class HoldingStage {
 public:
  std::function<int(int)> Work() {
    return [this](int item) {
      threads_[item].store(CurrentThreadId(), kRelaxed);
      arrived_[item].Raise();
      calls_.Raise();
      let_go_[item].WaitFor(1);
      return item;
    };
  }
  void AwaitArrival(int item) const { arrived_[item].WaitFor(1); }
  void LetGo(int item) { let_go_[item].Raise(); }
  void LetAllGo() {
    for (SilentCounter& let_go : let_go_) let_go.Raise();
  }
  // The thread that has this item.
  pid_t ThreadOf(int item) const { return threads_[item].load(kRelaxed); }
  std::set<int> Threads() const {
    std::set<int> threads;
    for (int item = 0; item < 10; ++item) {
      if (ThreadOf(item) != 0) threads.insert(ThreadOf(item));
    }
    return threads;
  }
  int calls() const { return calls_.value(); }

 private:
  std::array<ThreadId, 10> threads_ = {};
  std::array<SilentCounter, 10> arrived_;
  std::array<SilentCounter, 10> let_go_;
  SilentCounter calls_;
};

TEST(Pipeline, ComesToAnEndWhenItIsClosed) {
  Pipeline pipeline({{AddOne}, {TenTimes}}, 2);
  pipeline.Put(1);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), 20);
  EXPECT_EQ(pipeline.Get(), std::nullopt) << "after the last item";
  EXPECT_EQ(pipeline.Get(), std::nullopt) << "asked once more";
}

TEST(Pipeline, ComesToAnEndWithoutAnyItem) {
  Pipeline pipeline({{AddOne, 2}, {TenTimes, 3}}, 1);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, BringsAnItemThroughBeforeTheNextOneIsPut) {
  Pipeline pipeline({{AddOne}, {TenTimes}, {AddOne}}, 2);
  pipeline.Put(0);
  EXPECT_EQ(pipeline.Get(), 11);
  pipeline.Put(1);
  EXPECT_EQ(pipeline.Get(), 21);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, LetsGetSleepUntilAnItemIsDone) {
  HoldingStage hold;
  Pipeline pipeline({{hold.Work()}}, 1);
  pipeline.Put(7);
  hold.AwaitArrival(7);
  {
    // Time stands still: who sleeps for a while, to look again, goes on
    // sleeping.
    VirtualTime time;
    WatchedCall get([&] { EXPECT_EQ(pipeline.Get(), 7); });
    EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    EXPECT_FALSE(LooksAgain(time)) << "Get looks again after a while.";
    hold.LetAllGo();
    // Lets those who look again, and should not, come to an end.
    if (LooksAgain(time) && WaitUntilOthersAreAsleep()) time.Advance(1h);
  }
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, LetsWorkersSleepUntilAnItemComes) {
  Pipeline pipeline({{Same}, {Same}}, 1);
  {
    WatchedCall get([&] { EXPECT_EQ(pipeline.Get(), 1); });
    VirtualTime time;
    pipeline.Put(1);
    EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "An item has come; nobody has to wait for a while.";
    EXPECT_TRUE(WaitUntilOthersAreAsleep())
        << "workers go round in circles while there is no item";
    EXPECT_FALSE(LooksAgain(time)) << "A worker looks again after a while.";
  }
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, WorksInAllStagesAtTheSameTime) {
  HoldingStage first;
  HoldingStage second;
  HoldingStage third;
  Pipeline pipeline({{first.Work()}, {second.Work()}, {third.Work()}}, 3);
  for (int i = 0; i < 3; ++i) pipeline.Put(i);
  first.LetGo(0);
  first.LetGo(1);
  second.LetGo(0);
  first.AwaitArrival(2);
  second.AwaitArrival(1);
  third.AwaitArrival(0);
  for (HoldingStage* stage : {&first, &second, &third}) stage->LetAllGo();
  pipeline.Close();
  EXPECT_THAT(GetAll(pipeline), ElementsAre(0, 1, 2));
}

TEST(Pipeline, GivesEachStageThreadsOfItsOwnAndAllOfThemWork) {
  HoldingStage first;
  HoldingStage second;
  // The stage before them has another number of workers.
  Pipeline pipeline({{Same, 1}, {first.Work(), 2}, {second.Work(), 2}}, 4);
  for (int i = 0; i < 8; i += 2) {
    pipeline.Put(i);
    pipeline.Put(i + 1);
    for (HoldingStage* stage : {&first, &second}) {
      // Both workers of the stage have to work.
      stage->AwaitArrival(i);
      stage->AwaitArrival(i + 1);
      stage->LetGo(i);
      stage->LetGo(i + 1);
    }
    pipeline.Get();
    pipeline.Get();
  }
  EXPECT_THAT(first.Threads(), SizeIs(2)) << "threads of the first stage";
  EXPECT_THAT(second.Threads(), SizeIs(2)) << "threads of the second stage";
  std::set<int> all = first.Threads();
  for (int thread : second.Threads()) all.insert(thread);
  EXPECT_THAT(all, SizeIs(4)) << "threads of both";
  EXPECT_THAT(all, testing::Not(testing::Contains(CurrentThreadId())))
      << "the caller's own thread";
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, KeepsTheOrderWhereEachStageHasOneWorker) {
  Pipeline pipeline({{AddOne}, {Same}, {TenTimes}}, 1);
  WatchedCall source([&] {
    for (int i = 0; i < 5; ++i) pipeline.Put(i);
    pipeline.Close();
  });
  EXPECT_THAT(GetAll(pipeline), ElementsAre(10, 20, 30, 40, 50));
}

TEST(Pipeline, BringsAllThatIsOnItsWayWhenItIsClosed) {
  HoldingStage hold;
  Pipeline pipeline({{Same}, {hold.Work()}, {TenTimes}}, 2);
  // One is in the second stage, the others wait in the queues.
  for (int i = 0; i < 5; ++i) pipeline.Put(i);
  hold.AwaitArrival(0);
  pipeline.Close();
  hold.LetAllGo();
  EXPECT_THAT(GetAll(pipeline), ElementsAre(0, 10, 20, 30, 40));
}

TEST(Pipeline, GoesOnWhileOneWorkerOfAStageIsStillAtWork) {
  // Either of them may be the slower one.
  for (const bool older_is_slower : {true, false}) {
    HoldingStage hold;
    Pipeline pipeline({{hold.Work(), 2}, {Same}}, 2);
    pipeline.Put(1);
    pipeline.Put(2);
    hold.AwaitArrival(1);
    hold.AwaitArrival(2);
    pipeline.Close();
    const bool first_is_older = hold.ThreadOf(1) < hold.ThreadOf(2);
    const int slow = first_is_older == older_is_slower ? 1 : 2;
    const int fast = 3 - slow;
    // One worker is done for good, the other is not.
    hold.LetGo(fast);
    EXPECT_EQ(pipeline.Get(), fast);
    WaitUntilOthersAreAsleep();
    hold.LetGo(slow);
    EXPECT_EQ(pipeline.Get(), slow) << "from the slower one of two workers";
    EXPECT_EQ(pipeline.Get(), std::nullopt);
  }
}

TEST(Pipeline, MakesPutWaitForASlowStage) {
  HoldingStage hold;
  Pipeline pipeline({{hold.Work()}, {Same}}, 2);
  pipeline.Put(0);
  hold.AwaitArrival(0);
  WatchedCall put([&] {
    for (int i = 1; i < 4; ++i) pipeline.Put(i);
    pipeline.Close();
  });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "1 item is at work, 2 fill the queue";
  hold.LetAllGo();
  EXPECT_THAT(GetAll(pipeline), ElementsAre(0, 1, 2, 3));
}

// Puts 0 to 9 on a thread of its own.
class Source {
 public:
  explicit Source(Pipeline& pipeline)
      : call_([&pipeline] {
          for (int i = 0; i < 10; ++i) pipeline.Put(i);
          pipeline.Close();
        }) {}

 private:
  WatchedCall call_;
};

TEST(Pipeline, MakesAStageWaitForASlowerOneBehindIt) {
  HoldingStage first;
  first.LetAllGo();
  HoldingStage hold;
  Pipeline pipeline({{first.Work()}, {hold.Work()}}, 1);
  Source source(pipeline);
  hold.AwaitArrival(0);
  WaitUntilOthersAreAsleep();
  EXPECT_LE(first.calls(), 3)
      << "calls of the first stage: 1 item is at work in the second, 1 fills "
         "the queue between them, 1 waits for a place there";
  hold.LetAllGo();
  EXPECT_THAT(GetAll(pipeline), SizeIs(10));
}

TEST(Pipeline, MakesTheLastStageWaitWhenNobodyGets) {
  HoldingStage stage;
  stage.LetAllGo();
  Pipeline pipeline({{stage.Work()}}, 2);
  Source source(pipeline);
  stage.AwaitArrival(0);
  WaitUntilOthersAreAsleep();
  EXPECT_LE(stage.calls(), 3)
      << "calls: 2 items are done, and 1 waits for a place there";
  EXPECT_THAT(GetAll(pipeline), SizeIs(10));
}

TEST(PipelineInParallel, OfTwoWorkersAStage) {
  Pipeline pipeline({{AddOne, 2}, {TenTimes, 2}}, 2);
  TakeTurns(
      5, [&] { pipeline.Put(1); }, [&] { EXPECT_EQ(pipeline.Get(), 20); });
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

EVERY_SCHEDULE_TEST_WITH(Pipeline, BringsTheOnlyItemOfTwoWorkers,
                         {.max_schedules = 6000}) {
  Pipeline pipeline({{AddOne, 2}}, 1);
  pipeline.Put(1);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), 2);
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

EVERY_SCHEDULE_TEST(Pipeline, BringsAnItemThroughTwoStages) {
  Pipeline pipeline({{AddOne}, {TenTimes}}, 1);
  pipeline.Put(1);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), 20);
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

}  // namespace
}  // namespace racefree
