#include "lessons/02_pool/map_in_order.h"

#include <pthread.h>
#include <sched.h>
#include <sys/types.h>
#include <time.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <optional>
#include <set>
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

using testing::ElementsAre;

constexpr auto kRelaxed = std::memory_order_relaxed;

// A thread that others look at. Orders nothing that ThreadSanitizer could see.
class WatchedThread {
 public:
  // To be called on that thread.
  void BeginHere() {
    clockid_t processor_time;
    pthread_getcpuclockid(pthread_self(), &processor_time);
    processor_time_.store(processor_time, kRelaxed);
    id_.store(CurrentThreadId(), kRelaxed);
    begun_.Raise();
  }

  void AwaitBegin() const { begun_.WaitFor(1); }

  // Waits until the thread sleeps: it has nothing left to do, for now. Not for
  // ever, if it goes round in circles instead.
  void AwaitSleep() const {
    constexpr int64_t kSpinningNanoseconds = 10'000'000;
    AwaitBegin();
    const int64_t used = ProcessorNanoseconds();
    while (!HasComeToRest(id()) &&
           ProcessorNanoseconds() - used < kSpinningNanoseconds) {
      sched_yield();
    }
  }

  pid_t id() const { return id_.load(kRelaxed); }

 private:
  int64_t ProcessorNanoseconds() const {
    timespec used = {};
    clock_gettime(processor_time_.load(kRelaxed), &used);
    return used.tv_sec * int64_t{1'000'000'000} + used.tv_nsec;
  }

  std::atomic<clockid_t> processor_time_ = 0;
  std::atomic<pid_t> id_ = 0;
  SilentCounter begun_;
};

// A call of Map or ImapUnordered. The items are worked on while whoever called
// sleeps, so that the tests run the same way each time.
class Caller {
 public:
  Caller() { thread_.BeginHere(); }

  std::vector<bool> Map(Pool& pool, const std::function<bool(int)>& function,
                        const std::vector<int>& items) {
    functions_.push_back([this, function](int item) {
      thread_.AwaitSleep();
      return function(item);
    });
    return ::Map(pool, functions_.back(), items);
  }

 private:
  WatchedThread thread_;
  // Kept, for a Map that ends too early.
  std::list<std::function<bool(int)>> functions_;
};

// Two items of which the second, 2, is done first: when the worker that did it
// has gone to sleep, the other one goes on.
class SecondEndsFirst {
 public:
  // To be called in the place of function(item).
  void AwaitTurn(int item) {
    if (item == 2) {
      first_has_begun_.WaitFor(1);
      second_worker_.BeginHere();
    } else {
      first_has_begun_.Raise();
      second_worker_.AwaitSleep();
    }
  }

  const WatchedThread& second_worker() const { return second_worker_; }

 private:
  SilentCounter first_has_begun_;
  WatchedThread second_worker_;
};

bool IsEven(int item) { return item % 2 == 0; }

// What the tasks of these tests throw. Nobody reads what is in an exception:
// the count of who holds it is kept in a library that ThreadSanitizer does not
// see into, so to it the end of an exception looks like a race.
struct Failure {};
struct AnotherFailure {};

// Throws for item 1, and something else for item 2.
bool Fail(int item) {
  if (item == 1) throw Failure();
  throw AnotherFailure();
}

TEST(MapInOrder, ReturnsTheResultsInTheOrderOfTheItems) {
  SecondEndsFirst order;
  Caller caller;
  Pool pool(2);
  EXPECT_THAT(caller.Map(pool,
                         [&order](int item) {
                           order.AwaitTurn(item);
                           return IsEven(item);
                         },
                         {1, 2}),
              ElementsAre(false, true))
      << "of items 1 and 2, asked if they are even; 2 was done first";
}

TEST(MapInOrder, ReturnsAResultForEachItem) {
  Caller caller;
  Pool pool(1);
  EXPECT_THAT(caller.Map(pool, IsEven, {4, 5, 6, 6, 7, 8, 10}),
              ElementsAre(true, false, true, true, false, true, true));
  EXPECT_THAT(caller.Map(pool, IsEven, {3}), ElementsAre(false));
}

TEST(MapInOrder, ReturnsNothingForNoItems) {
  Pool pool(1);
  EXPECT_THAT(Map(pool, IsEven, {}), testing::IsEmpty());
}

TEST(MapInOrder, WorksOnAsManyItemsAtOnceAsThereAreWorkers) {
  SilentCounter arrivals;
  Caller caller;
  Pool pool(3);
  caller.Map(pool,
             [&arrivals](int) {
               // Each item needs two others to go on.
               arrivals.Raise();
               arrivals.WaitFor(3);
               return true;
             },
             {1, 2, 3, 4, 5});
  EXPECT_EQ(arrivals.value(), 5) << "calls of the function for 5 items";
}

TEST(MapInOrder, WorksOnThePoolsThreadsOnly) {
  SilentCounter arrivals;
  std::array<std::atomic<pid_t>, 5> threads = {};
  Caller caller;
  Pool pool(2);
  caller.Map(pool,
             [&](int item) {
               threads[item].store(CurrentThreadId(), kRelaxed);
               arrivals.Raise();
               arrivals.WaitFor(2);
               return true;
             },
             {0, 1, 2, 3, 4});
  const std::set<pid_t> different(threads.begin(), threads.end());
  EXPECT_THAT(different, testing::Not(testing::Contains(CurrentThreadId())))
      << "an item was worked on by the thread that called Map";
  EXPECT_THAT(different, testing::SizeIs(2))
      << "threads that worked on 5 items, in a pool of 2 workers";
}

TEST(MapInOrder, SleepsUntilItIsWoken) {
  SilentCounter may_end;
  const std::function<bool(int)> function = [&may_end](int) {
    may_end.WaitFor(1);
    return true;
  };
  Pool pool(2);
  std::optional<VirtualTime> time(std::in_place);
  WatchedCall map([&] { Map(pool, function, {1, 2}); });
  WatchedCall imap([&] {
    ImapUnordered(pool, function, {3, 4}, [](int, std::future<bool>) {});
  });
  EXPECT_EQ(map.WaitUntilReturnedOrHeldUp(), CallState::kAsleep) << "Map";
  EXPECT_EQ(imap.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "ImapUnordered";
  EXPECT_EQ(time->sleeps(), 0) << "sleeps for some time, to look again";
  EXPECT_EQ(time->timed_waits(), 0) << "waits for some time, to look again";
  // Lets those go on that sleep for some time.
  time.reset();
  may_end.Raise();
}

TEST(MapInOrder, LetsAnotherThreadUseThePoolMeanwhile) {
  SilentCounter begun;
  SilentCounter may_end;
  const std::function<bool(int)> long_function = [&](int) {
    begun.Raise();
    may_end.WaitFor(1);
    return true;
  };
  Caller caller;
  Pool pool(2);
  WatchedCall other([&] { Map(pool, long_function, {1}); });
  begun.WaitFor(1);
  EXPECT_THAT(caller.Map(pool, IsEven, {1, 2}), ElementsAre(false, true));
  may_end.Raise();
}

TEST(MapInOrder, WorksOnTheRestWhenOneItemFails) {
  SilentCounter calls;
  Caller caller;
  Pool pool(1);
  EXPECT_THROW(caller.Map(pool,
                          [&calls](int item) {
                            calls.Raise();
                            return item == 1 ? Fail(item) : IsEven(item);
                          },
                          {0, 1, 2, 3}),
               Failure);
  EXPECT_EQ(calls.value(), 4) << "calls of the function for 4 items";
  EXPECT_THAT(caller.Map(pool, IsEven, {1}), ElementsAre(false))
      << "with the same pool, afterwards";
}

TEST(MapInOrder, WaitsForTheRestWhenOneItemFails) {
  SilentCounter may_end;
  SilentCounter long_item_begun;
  WatchedThread failed_worker;
  const std::function<bool(int)> function = [&](int item) {
    if (item == 1) {
      long_item_begun.WaitFor(1);
      failed_worker.BeginHere();
      throw Failure();
    }
    long_item_begun.Raise();
    may_end.WaitFor(1);
    return true;
  };
  Pool pool(2);
  WatchedCall call([&] { EXPECT_THROW(Map(pool, function, {1, 2}), Failure); });
  failed_worker.AwaitSleep();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "when one item has failed and the other one is not done";
  may_end.Raise();
}

TEST(MapInOrder, ThrowsWhatTheFirstOfTheItemsThrew) {
  SecondEndsFirst order;
  Caller caller;
  Pool pool(2);
  EXPECT_THROW(caller.Map(pool,
                          [&order](int item) {
                            order.AwaitTurn(item);
                            return Fail(item);
                          },
                          {1, 2}),
               Failure)
      << "both items failed, item 2 before item 1";
}

TEST(ImapUnordered, YieldsTheResultThatIsThereFirst) {
  SecondEndsFirst order;
  std::vector<int> yielded;
  std::vector<bool> results;
  Pool pool(2);
  ImapUnordered(
      pool,
      [&order](int item) {
        order.AwaitTurn(item);
        return IsEven(item);
      },
      {1, 2},
      [&](int item, std::future<bool> result) {
        yielded.push_back(item);
        results.push_back(result.get());
      });
  EXPECT_THAT(yielded, ElementsAre(2, 1)) << "2 was done first";
  EXPECT_THAT(results, ElementsAre(true, false));
}

TEST(ImapUnordered, YieldsAResultWhileOthersAreNotThere) {
  SilentCounter may_end;
  WatchedThread second_worker;
  std::array<std::atomic<int>, 2> yielded = {};
  SilentCounter yields;
  const std::function<bool(int)> function = [&](int item) {
    if (item == 1) {
      may_end.WaitFor(1);
    } else {
      second_worker.BeginHere();
    }
    return true;
  };
  const auto yield = [&](int item, std::future<bool>) {
    yielded[yields.value()].store(item, kRelaxed);
    yields.Raise();
  };
  Pool pool(2);
  WatchedCall call([&] { ImapUnordered(pool, function, {1, 2}, yield); });
  second_worker.AwaitSleep();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(yields.value(), 1) << "results, when one of two was there";
  EXPECT_EQ(yielded[0].load(kRelaxed), 2) << "the item that was done";
  may_end.Raise();
}

TEST(ImapUnordered, YieldsOnceForEachItemAndOnTheCallersThread) {
  std::multiset<int> yielded;
  std::set<pid_t> yielding_threads;
  SilentCounter arrivals;
  std::array<std::atomic<pid_t>, 6> threads = {};
  Pool pool(2);
  ImapUnordered(
      pool,
      [&](int item) {
        threads[item].store(CurrentThreadId(), kRelaxed);
        arrivals.Raise();
        arrivals.WaitFor(2);
        return IsEven(item);
      },
      {0, 1, 2, 3, 4, 5},
      [&](int item, std::future<bool> result) {
        yielded.insert(item);
        yielding_threads.insert(CurrentThreadId());
        EXPECT_EQ(result.get(), IsEven(item)) << "result of item " << item;
      });
  EXPECT_THAT(yielded, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(yielding_threads, ElementsAre(CurrentThreadId()));
  EXPECT_THAT(
      std::set<pid_t>(threads.begin(), threads.end()),
      testing::AllOf(testing::SizeIs(2),
                     testing::Not(testing::Contains(CurrentThreadId()))))
      << "the threads that worked on the items, in a pool of 2 workers";
}

TEST(ImapUnordered, LetsTheWorkersGoOnWhileItYields) {
  SilentCounter begun;
  SilentCounter yields;
  Pool pool(1);
  ImapUnordered(
      pool,
      [&](int item) {
        begun.Raise();
        // The first result is yielded before there is another.
        if (item == 2) yields.WaitFor(1);
        return true;
      },
      {1, 2, 3},
      [&](int, std::future<bool>) {
        yields.Raise();
        // The only worker has to hand in what it has, and to take the last one.
        begun.WaitFor(3);
      });
  EXPECT_EQ(yields.value(), 3) << "results of 3 items";
}

TEST(ImapUnordered, YieldsNothingForNoItems) {
  Pool pool(1);
  ImapUnordered(pool, IsEven, {}, [](int, std::future<bool>) { FAIL(); });
}

TEST(ImapUnordered, LosesNothingWhenOneItemFails) {
  std::map<int, std::future<bool>> results;
  {
    Pool pool(1);
    ImapUnordered(
        pool, [](int item) { return item == 1 ? Fail(item) : IsEven(item); },
        {0, 1, 2, 3},
        [&results](int item, std::future<bool> result) {
          results[item] = std::move(result);
        });
  }
  ASSERT_THAT(results, testing::SizeIs(4)) << "results of 4 items";
  EXPECT_TRUE(results[0].get());
  EXPECT_THROW(results[1].get(), Failure);
  EXPECT_TRUE(results[2].get());
  EXPECT_FALSE(results[3].get());
}

TEST(ImapUnorderedInParallel, TakesWhatTwoWorkersHaveDone) {
  Pool pool(2);
  for (int round = 0; round < 5; ++round) {
    std::set<int> yielded;
    ImapUnordered(pool, IsEven, {1, 2, 3, 4},
                  [&yielded](int item, std::future<bool> result) {
                    EXPECT_EQ(result.get(), IsEven(item));
                    yielded.insert(item);
                  });
    EXPECT_THAT(yielded, ElementsAre(1, 2, 3, 4));
  }
}

EVERY_SCHEDULE_TEST_WITH(MapInOrder, WaitsForTheLastItem,
                         {.max_schedules = 6000}) {
  Pool pool(1);
  EXPECT_EQ(Map(pool, IsEven, {1, 2}), std::vector<bool>({false, true}));
}

// More preemptions would be too many schedules: there are three threads.
EVERY_SCHEDULE_TEST_WITH(MapInOrder, KeepsTheOrderOfTwoWorkers,
                         {.search = explore::SearchKind::kPreemptionBound,
                          .bound = 1}) {
  Pool pool(2);
  EXPECT_EQ(Map(pool, IsEven, {1, 2}), std::vector<bool>({false, true}));
}

EVERY_SCHEDULE_TEST_WITH(ImapUnordered, MissesNoResult,
                         {.max_schedules = 6000}) {
  int yields = 0;
  Pool pool(1);
  ImapUnordered(pool, IsEven, {1, 2},
                [&yields](int item, std::future<bool> result) {
                  ++yields;
                  EXPECT_EQ(result.get(), IsEven(item));
                });
  EXPECT_EQ(yields, 2) << "results of 2 items";
}

}  // namespace
}  // namespace racefree
