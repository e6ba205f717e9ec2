#include "lessons/02_pool/map_in_order.h"

#include <atomic>
#include <functional>
#include <future>
#include <optional>
#include <set>
#include <stdexcept>
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

using testing::Contains;
using testing::ElementsAre;
using testing::Not;
using testing::SizeIs;

constexpr auto kRelaxed = std::memory_order_relaxed;

// What the tasks of these tests throw. Nobody reads what is in an exception:
// the count of who holds it is kept in a library that ThreadSanitizer does not
// see into, so to it the end of an exception looks like a race.
struct Failure {};
struct AnotherFailure {};

bool IsEven(int item) { return item % 2 == 0; }

// Throws for item 1, and something else for item 2.
bool Fail(int item) {
  if (item == 1) throw Failure();
  throw AnotherFailure();
}

// Throws for item 1.
bool IsEvenUnlessItFails(int item) {
  return item == 1 ? Fail(item) : IsEven(item);
}

// No item.
constexpr int kNone = -1;

// How the calls of a function go, so that a test runs the same way each time.
struct Plan {
  // The last of so many calls ends when all other threads are asleep: whoever
  // waits for the results has dealt with the others, and waits.
  int calls = 0;
  bool (*function)(int) = IsEven;
  // So many calls need each other to go on.
  int together = 1;
  // This item ends last (instead of the one that happens to).
  int last_item = kNone;
  // This item ends only after LetEnd().
  int long_item = kNone;
};

// A function for a pool. Orders nothing that ThreadSanitizer could see.
class PlannedFunction {
 public:
  explicit PlannedFunction(const Plan& plan) : plan_(plan) {}

  // 1 for true: what compares std::vector<bool> would have to be compiled.
  std::vector<int> MapBy(Pool& pool, const std::vector<int>& items) {
    const std::vector<bool> results = Map(pool, function_, items);
    return std::vector<int>(results.begin(), results.end());
  }

  const std::function<bool(int)>& get() const { return function_; }

  void AwaitCalls(int count) const { begun_.WaitFor(count); }

  void LetEnd() { may_end_.Raise(); }

  int calls() const { return begun_.value(); }

  // The threads that it was called on.
  std::set<int> threads() const {
    std::set<int> different;
    for (int i = 0; i < ends_.load(kRelaxed); ++i)
      different.insert(threads_[i]);
    return different;
  }

 private:
  static constexpr int kMaxCalls = 10;

  bool Call(int item) {
    begun_.Raise();
    begun_.WaitFor(plan_.together);
    if (item == plan_.long_item) may_end_.WaitFor(1);
    const int earlier = ends_.fetch_add(1, kRelaxed);
    if (earlier >= kMaxCalls) throw std::runtime_error("too many calls");
    threads_[earlier].store(CurrentThreadId(), kRelaxed);
    const bool is_last = plan_.last_item == kNone ? earlier + 1 == plan_.calls
                                                  : item == plan_.last_item;
    if (is_last) WaitUntilOthersAreAsleep();
    return plan_.function(item);
  }

  const Plan plan_;
  // Lives on when a Map ends too early.
  const std::function<bool(int)> function_ = [this](int item) {
    return Call(item);
  };
  SilentCounter begun_;
  SilentCounter may_end_;
  std::atomic<int> ends_ = 0;
  std::atomic<int> threads_[kMaxCalls] = {};
};

// What ImapUnordered has yielded.
class Yields {
 public:
  std::function<void(int, std::future<bool>)> Note() {
    return [this](int item, std::future<bool> result) {
      if (count() >= kMaxCount) throw std::runtime_error("too many results");
      items_[count()].store(item, kRelaxed);
      threads_.insert(CurrentThreadId());
      results_[count()] = std::move(result);
      count_.Raise();
    };
  }

  int count() const { return count_.value(); }
  int item(int place) const { return items_[place].load(kRelaxed); }
  std::future<bool>& result(int place) { return results_[place]; }
  const std::set<int>& threads() const { return threads_; }

  std::vector<int> items() const {
    return std::vector<int>(items_, items_ + count());
  }

 private:
  static constexpr int kMaxCount = 10;

  SilentCounter count_;
  std::atomic<int> items_[kMaxCount] = {};
  std::future<bool> results_[kMaxCount];
  std::set<int> threads_;
};

TEST(MapInOrder, ReturnsTheResultsInTheOrderOfTheItems) {
  PlannedFunction function({.calls = 2, .together = 2, .last_item = 1});
  Pool pool(2);
  EXPECT_THAT(function.MapBy(pool, {1, 2}), ElementsAre(0, 1))
      << "of items 1 and 2, asked if they are even; 2 was done first";
}

TEST(MapInOrder, ReturnsAResultForEachItem) {
  PlannedFunction function({.calls = 7});
  Pool pool(1);
  EXPECT_EQ(function.MapBy(pool, {4, 5, 6, 6, 7, 8, 10}),
            std::vector<int>({1, 0, 1, 1, 0, 1, 1}));
}

TEST(MapInOrder, ReturnsAResultForOneItem) {
  PlannedFunction function({.calls = 1});
  Pool pool(1);
  EXPECT_THAT(function.MapBy(pool, {3}), ElementsAre(0));
}

TEST(MapInOrder, ReturnsNothingForNoItems) {
  Pool pool(1);
  EXPECT_EQ(Map(pool, IsEven, {}).size(), 0) << "results of no items";
}

TEST(MapInOrder, WorksOnAsManyItemsAtOnceAsThereAreWorkers) {
  // Each item needs two others to go on.
  PlannedFunction function({.calls = 5, .together = 3});
  Pool pool(3);
  function.MapBy(pool, {1, 2, 3, 4, 5});
  EXPECT_EQ(function.calls(), 5) << "calls of the function for 5 items";
}

TEST(MapInOrder, WorksOnThePoolsThreadsOnly) {
  PlannedFunction function({.calls = 6, .together = 2});
  Pool pool(2);
  function.MapBy(pool, {1, 2, 3, 4, 5, 6});
  EXPECT_THAT(function.threads(), Not(Contains(CurrentThreadId())))
      << "an item was worked on by the thread that called Map";
  EXPECT_THAT(function.threads(), SizeIs(2))
      << "threads that worked on 6 items, in a pool of 2 workers";
}

TEST(MapInOrder, SleepsUntilItIsWoken) {
  PlannedFunction function({.calls = 2, .long_item = 1});
  Yields yields;
  Pool pool(1);
  std::optional<VirtualTime> time(std::in_place);
  WatchedCall map([&] { function.MapBy(pool, {1}); });
  EXPECT_EQ(map.WaitUntilReturnedOrHeldUp(), CallState::kAsleep) << "Map";
  WatchedCall imap(
      [&] { ImapUnordered(pool, function.get(), {2}, yields.Note()); });
  EXPECT_EQ(imap.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "ImapUnordered";
  EXPECT_EQ(time->sleeps(), 0) << "sleeps for some time, to look again";
  EXPECT_EQ(time->timed_waits(), 0) << "waits for some time, to look again";
  // Lets those go on that sleep for some time.
  time.reset();
  function.LetEnd();
}

TEST(MapInOrder, LetsAnotherThreadUseThePoolMeanwhile) {
  PlannedFunction long_function({.calls = 1, .long_item = 1});
  PlannedFunction function({.calls = 2});
  Pool pool(2);
  WatchedCall other([&] { long_function.MapBy(pool, {1}); });
  other.WaitUntilReturnedOrHeldUp();
  long_function.AwaitCalls(1);
  EXPECT_THAT(function.MapBy(pool, {1, 2}), ElementsAre(0, 1));
  long_function.LetEnd();
}

TEST(MapInOrder, WorksOnTheRestWhenOneItemFails) {
  PlannedFunction function({.calls = 4, .function = IsEvenUnlessItFails});
  PlannedFunction next({.calls = 1});
  Pool pool(1);
  EXPECT_THROW(function.MapBy(pool, {0, 1, 2, 3}), Failure);
  EXPECT_EQ(function.calls(), 4) << "calls of the function for 4 items";
  EXPECT_THAT(next.MapBy(pool, {1}), ElementsAre(0))
      << "with the same pool, afterwards";
}

TEST(MapInOrder, WaitsForTheRestWhenOneItemFails) {
  PlannedFunction function({.calls = 2,
                            .function = IsEvenUnlessItFails,
                            .together = 2,
                            .long_item = 2});
  Pool pool(2);
  WatchedCall call(
      [&] { EXPECT_THROW(function.MapBy(pool, {1, 2}), Failure); });
  function.AwaitCalls(2);
  WaitUntilOthersAreAsleep();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "when one item has failed and the other one is not done";
  function.LetEnd();
}

TEST(MapInOrder, ThrowsWhatTheFirstOfTheItemsThrew) {
  PlannedFunction function(
      {.calls = 2, .function = Fail, .together = 2, .last_item = 1});
  Pool pool(2);
  EXPECT_THROW(function.MapBy(pool, {1, 2}), Failure)
      << "both items failed, item 2 before item 1";
}

TEST(ImapUnordered, YieldsTheResultThatIsThereFirst) {
  PlannedFunction function({.calls = 2, .together = 2, .last_item = 1});
  Yields yields;
  Pool pool(2);
  ImapUnordered(pool, function.get(), {1, 2}, yields.Note());
  EXPECT_THAT(yields.items(), ElementsAre(2, 1)) << "2 was done first";
  EXPECT_TRUE(yields.result(0).get()) << "of item 2, asked if it is even";
  EXPECT_FALSE(yields.result(1).get()) << "of item 1, asked if it is even";
}

TEST(ImapUnordered, YieldsAResultWhileOthersAreNotThere) {
  PlannedFunction function({.calls = 2, .together = 2, .long_item = 1});
  Yields yields;
  Pool pool(2);
  WatchedCall call(
      [&] { ImapUnordered(pool, function.get(), {1, 2}, yields.Note()); });
  function.AwaitCalls(2);
  WaitUntilOthersAreAsleep();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(yields.count(), 1) << "results, when one of two was there";
  EXPECT_EQ(yields.item(0), 2) << "the item that was done";
  function.LetEnd();
}

TEST(ImapUnordered, YieldsOnceForEachItemAndOnTheCallersThread) {
  PlannedFunction function({.calls = 6, .together = 2});
  Yields yields;
  Pool pool(2);
  ImapUnordered(pool, function.get(), {0, 1, 2, 3, 4, 5}, yields.Note());
  ASSERT_EQ(yields.count(), 6) << "results of 6 items";
  for (int i = 0; i < 6; ++i) {
    const int item = yields.item(i);
    EXPECT_EQ(yields.result(i).get(), IsEven(item)) << "of item " << item;
    EXPECT_THAT(yields.items(), Contains(i)) << "item " << i;
  }
  EXPECT_EQ(yields.threads(), std::set<int>({CurrentThreadId()}))
      << "the threads on which it yielded";
  EXPECT_THAT(function.threads(), Not(Contains(CurrentThreadId())))
      << "an item was worked on by the thread that called ImapUnordered";
  EXPECT_THAT(function.threads(), SizeIs(2))
      << "threads that worked on 6 items, in a pool of 2 workers";
}

TEST(ImapUnordered, LetsTheWorkersGoOnWhileItYields) {
  // The first result is yielded before there is another.
  PlannedFunction function({.calls = 3, .long_item = 2});
  int yields = 0;
  Pool pool(1);
  ImapUnordered(pool, function.get(), {1, 2, 3}, [&](int, std::future<bool>) {
    ++yields;
    function.LetEnd();
    // The only worker has to hand in what it has, and to take the
    // last one.
    function.AwaitCalls(3);
  });
  EXPECT_EQ(yields, 3) << "results of 3 items";
}

TEST(ImapUnordered, YieldsNothingForNoItems) {
  Yields yields;
  Pool pool(1);
  ImapUnordered(pool, IsEven, {}, yields.Note());
  EXPECT_EQ(yields.count(), 0) << "results of no items";
}

TEST(ImapUnordered, LosesNothingWhenOneItemFails) {
  PlannedFunction function({.calls = 4, .function = IsEvenUnlessItFails});
  Yields yields;
  {
    Pool pool(1);
    ImapUnordered(pool, function.get(), {0, 1, 2, 3}, yields.Note());
  }
  ASSERT_EQ(yields.count(), 4) << "results of 4 items";
  for (int i = 0; i < 4; ++i) {
    const int item = yields.item(i);
    if (item == 1) {
      EXPECT_THROW(yields.result(i).get(), Failure);
    } else {
      EXPECT_EQ(yields.result(i).get(), IsEven(item)) << "of item " << item;
    }
  }
}

TEST(ImapUnorderedInParallel, TakesWhatTwoWorkersHaveDone) {
  Pool pool(2);
  for (int round = 0; round < 5; ++round) {
    Yields yields;
    ImapUnordered(pool, IsEven, {1, 2, 3, 4}, yields.Note());
    ASSERT_EQ(yields.count(), 4) << "results of 4 items";
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(yields.result(i).get(), IsEven(yields.item(i)));
    }
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
