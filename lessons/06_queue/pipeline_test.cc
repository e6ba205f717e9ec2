#include "lessons/06_queue/pipeline.h"

#include <sys/types.h>

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
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

using testing::ElementsAre;

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
  std::optional<int> got;
  // Time stands still: who sleeps for a while, to look again, sleeps for ever.
  std::optional<VirtualTime> time(std::in_place);
  {
    WatchedCall get([&] { got = pipeline.Get(); });
    EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    EXPECT_EQ(time->sleeps(), 0) << "sleeps of Get, to look again later";
    if (HasFailure()) time.reset();
    hold.LetAllGo();
  }
  EXPECT_EQ(got, 7);
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, LetsWorkersSleepUntilAnItemComes) {
  std::optional<VirtualTime> time(std::in_place);
  Pipeline pipeline({{Same}, {Same}}, 1);
  int sleeps = 0;
  pipeline.Put(1);
  {
    WatchedCall get([&] { EXPECT_EQ(pipeline.Get(), 1); });
    get.WaitUntilReturnedOrHeldUp();
    sleeps = time->sleeps();
    if (sleeps > 0) time.reset();
  }
  EXPECT_TRUE(WaitUntilOthersAreAsleep())
      << "workers go round in circles while there is no item";
  if (time.has_value()) sleeps = time->sleeps();
  EXPECT_EQ(sleeps, 0) << "sleeps of a worker, to look again later";
  time.reset();
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, WorksInAllStagesAtTheSameTime) {
  SilentCounter arrivals;
  // Stage 3 has item 0 while stage 2 has item 1 and stage 1 has item 2.
  auto meet_with = [&](int with) {
    return [&arrivals, with](int item) {
      if (item == with) {
        arrivals.Raise();
        arrivals.WaitFor(3);
      }
      return item;
    };
  };
  Pipeline pipeline({{meet_with(2)}, {meet_with(1)}, {meet_with(0)}}, 3);
  for (int i = 0; i < 3; ++i) pipeline.Put(i);
  EXPECT_EQ(pipeline.Get(), 0);
  EXPECT_EQ(arrivals.value(), 3) << "stages at work";
  pipeline.Close();
  EXPECT_THAT(GetAll(pipeline), ElementsAre(1, 2));
}

TEST(Pipeline, GivesEachStageThreadsOfItsOwnAndAllOfThemWork) {
  std::array<ThreadId, 8> first_ids = {};
  std::array<ThreadId, 8> second_ids = {};
  // In pairs, so that both workers of a stage have to work.
  std::array<SilentCounter, 4> first_pairs;
  std::array<SilentCounter, 4> second_pairs;
  auto in_pairs = [](std::array<ThreadId, 8>& ids,
                     std::array<SilentCounter, 4>& pairs) {
    return [&ids, &pairs](int item) {
      ids[item].store(CurrentThreadId(), kRelaxed);
      pairs[item / 2].Raise();
      pairs[item / 2].WaitFor(2);
      return item;
    };
  };
  // The stage before them has another number of workers.
  Pipeline pipeline({{Same, 1},
                     {in_pairs(first_ids, first_pairs), 2},
                     {in_pairs(second_ids, second_pairs), 2}},
                    4);
  for (int i = 0; i < 8; i += 2) {
    pipeline.Put(i);
    pipeline.Put(i + 1);
    pipeline.Get();
    pipeline.Get();
  }
  const std::set<pid_t> first(first_ids.begin(), first_ids.end());
  const std::set<pid_t> second(second_ids.begin(), second_ids.end());
  std::set<pid_t> all = first;
  all.insert(second.begin(), second.end());
  EXPECT_THAT(first, testing::SizeIs(2)) << "threads of the first stage";
  EXPECT_THAT(second, testing::SizeIs(2)) << "threads of the second stage";
  EXPECT_THAT(all, testing::SizeIs(4)) << "threads of both";
  EXPECT_THAT(all, testing::Not(testing::Contains(CurrentThreadId())))
      << "the caller's own thread";
  pipeline.Close();
  EXPECT_EQ(pipeline.Get(), std::nullopt);
}

TEST(Pipeline, KeepsTheOrderWhereEachStageHasOneWorker) {
  Pipeline pipeline({{AddOne}, {Same}, {TenTimes}}, 1);
  std::thread source([&] {
    for (int i = 0; i < 6; ++i) pipeline.Put(i);
    pipeline.Close();
  });
  EXPECT_THAT(GetAll(pipeline), ElementsAre(10, 20, 30, 40, 50, 60));
  source.join();
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
  std::optional<Pipeline> pipeline;
  pipeline.emplace(std::vector<Stage>{{hold.Work()}, {Same}}, 2);
  pipeline->Put(0);
  hold.AwaitArrival(0);
  WatchedCall put([&] {
    for (int i = 1; i < 4; ++i) pipeline->Put(i);
    pipeline->Close();
  });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "1 item is at work, 2 fill the queue";
  hold.LetAllGo();
  EXPECT_THAT(GetAll(*pipeline), ElementsAre(0, 1, 2, 3));
}

// Puts 0 to 9 on a thread of its own.
class Source {
 public:
  explicit Source(Pipeline& pipeline)
      : thread_([this, &pipeline] {
          started_.Raise();
          for (int i = 0; i < 10; ++i) pipeline.Put(i);
          pipeline.Close();
        }) {
    started_.WaitFor(1);
  }
  ~Source() { thread_.join(); }

 private:
  SilentCounter started_;
  std::thread thread_;
};

TEST(Pipeline, MakesAStageWaitForASlowerOneBehindIt) {
  SilentCounter first_calls;
  HoldingStage hold;
  auto first = [&](int item) {
    first_calls.Raise();
    return item;
  };
  Pipeline pipeline({{first}, {hold.Work()}}, 1);
  Source source(pipeline);
  hold.AwaitArrival(0);
  WaitUntilOthersAreAsleep();
  EXPECT_LE(first_calls.value(), 3)
      << "calls of the first stage: 1 item is at work in the second, 1 fills "
         "the queue between them, 1 waits for a place there";
  hold.LetAllGo();
  EXPECT_THAT(GetAll(pipeline), testing::SizeIs(10));
}

TEST(Pipeline, MakesTheLastStageWaitWhenNobodyGets) {
  SilentCounter calls;
  auto work = [&](int item) {
    calls.Raise();
    return item;
  };
  Pipeline pipeline({{work}}, 2);
  Source source(pipeline);
  calls.WaitFor(1);
  WaitUntilOthersAreAsleep();
  EXPECT_LE(calls.value(), 3)
      << "calls: 2 items are done, and 1 waits for a place there";
  EXPECT_THAT(GetAll(pipeline), testing::SizeIs(10));
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
