#include "lessons/06_queue/priority.h"

#include <atomic>
#include <chrono>
#include <climits>
#include <functional>
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

using std::chrono_literals::operator""h;

// An item that counts how often items are copied. All queues here are of this
// one type: each further type costs the compiler time.
class Parcel {
 public:
  Parcel() = default;
  explicit Parcel(int number) : number_(number) {}
  Parcel(const Parcel& other) : number_(other.number_) { CountCopy(); }
  Parcel& operator=(const Parcel& other) {
    number_ = other.number_;
    CountCopy();
    return *this;
  }
  Parcel(Parcel&&) = default;
  Parcel& operator=(Parcel&&) = default;

  int number() const { return number_; }

  // For those who have items in tuples, behind a number that is never the same.
  friend bool operator<(const Parcel& one, const Parcel& other) {
    return one.number_ < other.number_;
  }

  static inline std::atomic<int> copies = 0;

 private:
  static void CountCopy() { copies.fetch_add(1, std::memory_order_relaxed); }

  int number_ = 0;
};

using Parcels = PriorityQueue<Parcel>;

// Both queues, as one kind of thing.
class SomeQueue {
 public:
  virtual ~SomeQueue() = default;
  virtual void Put(int item) = 0;
  virtual int Get() = 0;
};

class ByPriority : public SomeQueue {
 public:
  void Put(int item) override { queue_.Put(item, Parcel(item)); }
  int Get() override { return queue_.Get().number(); }

 private:
  Parcels queue_;
};

class NewestFirst : public SomeQueue {
 public:
  void Put(int item) override { queue_.Put(Parcel(item)); }
  int Get() override { return queue_.Get().number(); }

 private:
  LifoQueue<Parcel> queue_;
};

std::vector<int> GetSome(Parcels& queue, int count) {
  std::vector<int> items;
  for (int i = 0; i < count; ++i) items.push_back(queue.Get().number());
  return items;
}

TEST(PriorityQueue, GivesOutTheLowestNumberFirst) {
  ByPriority queue;
  for (int item : {3, 1, 2}) queue.Put(item);
  for (int item : {1, 2, 3}) EXPECT_EQ(queue.Get(), item);
}

TEST(PriorityQueue, TakesAnyNumber) {
  ByPriority queue;
  for (int item : {0, INT_MAX, -1, INT_MIN, 1}) queue.Put(item);
  for (int item : {INT_MIN, -1, 0, 1, INT_MAX}) EXPECT_EQ(queue.Get(), item);
}

TEST(PriorityQueue, LetsAnUrgentItemOvertakeThoseThatWait) {
  ByPriority queue;
  queue.Put(2);
  queue.Put(3);
  EXPECT_EQ(queue.Get(), 2);
  queue.Put(1);
  queue.Put(4);
  for (int item : {1, 3, 4}) EXPECT_EQ(queue.Get(), item);
}

// The items go down while they are put in; so nobody gets this right who
// compares items.
TEST(PriorityQueue, KeepsTheOrderOfEquals) {
  Parcels queue;
  std::vector<int> expected;
  for (int item = 40; item > 0; --item) {
    queue.Put(5, Parcel(item));
    expected.push_back(item);
  }
  EXPECT_EQ(GetSome(queue, 40), expected) << "all of the same priority";
}

TEST(PriorityQueue, KeepsTheOrderOfEqualsAmongOthers) {
  Parcels queue;
  std::vector<int> urgent;
  std::vector<int> others;
  for (int item = 40; item > 0; --item) {
    queue.Put(2, Parcel(200 + item));
    queue.Put(1, Parcel(100 + item));
    others.push_back(200 + item);
    urgent.push_back(100 + item);
  }
  EXPECT_EQ(GetSome(queue, 40), urgent) << "those of priority 1";
  EXPECT_EQ(GetSome(queue, 40), others) << "those of priority 2";
}

TEST(PriorityQueue, KeepsTheOrderOfEqualsWhenOthersHaveGone) {
  Parcels queue;
  for (int item : {9, 8, 7, 6}) queue.Put(1, Parcel(item));
  EXPECT_THAT(GetSome(queue, 3), testing::ElementsAre(9, 8, 7));
  queue.Put(1, Parcel(5));
  queue.Put(1, Parcel(4));
  EXPECT_THAT(GetSome(queue, 2), testing::ElementsAre(6, 5));
  queue.Put(1, Parcel(3));
  EXPECT_THAT(GetSome(queue, 2), testing::ElementsAre(4, 3));
}

TEST(PriorityQueue, MovesItsItems) {
  Parcel::copies = 0;
  ByPriority queue;
  for (int item : {2, 1, 3, 1, 2}) queue.Put(item);
  for (int i = 0; i < 5; ++i) queue.Get();
  EXPECT_EQ(Parcel::copies.load(), 0) << "copies made";
}

TEST(LifoQueue, GivesOutTheNewestFirst) {
  NewestFirst queue;
  for (int item : {1, 2, 3}) queue.Put(item);
  EXPECT_EQ(queue.Get(), 3);
  queue.Put(4);
  for (int item : {4, 2, 1}) EXPECT_EQ(queue.Get(), item);
}

TEST(LifoQueue, MovesItsItems) {
  Parcel::copies = 0;
  NewestFirst queue;
  for (int i = 0; i < 5; ++i) queue.Put(i);
  for (int i = 0; i < 5; ++i) queue.Get();
  EXPECT_EQ(Parcel::copies.load(), 0) << "copies made";
}

void ExpectToSleepUntilThereIsAnItem(SomeQueue&& queue) {
  VirtualTime time;
  int item = 0;
  WatchedCall get([&] { item = queue.Get(); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "while the queue is empty";
  WatchedCall put([&] { queue.Put(7); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Put, while a Get waits";
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Get, when there is an item and no time has passed";
  EXPECT_EQ(time.sleeps(), 0) << "sleeps of some length";
  // For one who sleeps and looks again.
  time.Advance(1h);
}

TEST(PriorityQueue, SleepsUntilThereIsAnItem) {
  ExpectToSleepUntilThereIsAnItem(ByPriority());
}

TEST(LifoQueue, SleepsUntilThereIsAnItem) {
  ExpectToSleepUntilThereIsAnItem(NewestFirst());
}

void ExpectEachPutToLetOneGetGoOn(SomeQueue&& queue) {
  SilentCounter returned;
  std::atomic<int> sum = 0;
  const std::function<void()> get = [&] {
    sum.fetch_add(queue.Get(), std::memory_order_relaxed);
    returned.Raise();
  };
  {
    WatchedCall one(get);
    one.WaitUntilReturnedOrHeldUp();
    // Only now: they must not hold up each other, on their way to sleep.
    WatchedCall other(get);
    other.WaitUntilReturnedOrHeldUp();
    queue.Put(1);
    returned.WaitFor(1);
    EXPECT_EQ(sum.load(), 1) << "the item that was put";
    queue.Put(2);
  }
  EXPECT_EQ(sum.load(), 3) << "the sum of the items 1 and 2";
}

TEST(PriorityQueue, LetsOneOfTwoGetsGoOnForEachPut) {
  ExpectEachPutToLetOneGetGoOn(ByPriority());
}

TEST(LifoQueue, LetsOneOfTwoGetsGoOnForEachPut) {
  ExpectEachPutToLetOneGetGoOn(NewestFirst());
}

// No Get waits here, and nobody ever does two things at once. But nothing but
// the queue's own lock puts them in order.
void UseInTurns(SomeQueue&& queue) {
  const std::function<void()> put = [&] { queue.Put(1); };
  const std::function<void()> get = [&] { queue.Get(); };
  TakeTurns(10, put, put);
  TakeTurns(5, get, get);
  TakeTurns(5, put, get);
}

TEST(PriorityQueueInParallel, OfTwoThreads) { UseInTurns(ByPriority()); }

TEST(LifoQueueInParallel, OfTwoThreads) { UseInTurns(NewestFirst()); }

void ExpectEachOfTwoThreadsToGetAnItem(SomeQueue&& queue) {
  int items[2] = {};
  std::thread one(std::function<void()>([&] { items[0] = queue.Get(); }));
  std::thread two(std::function<void()>([&] { items[1] = queue.Get(); }));
  queue.Put(2);
  queue.Put(1);
  one.join();
  two.join();
  EXPECT_EQ(items[0] + items[1], 3) << "the sum of the items 1 and 2";
}

EVERY_SCHEDULE_TEST(PriorityQueue, GivesEachOfTwoThreadsAnItem) {
  ExpectEachOfTwoThreadsToGetAnItem(ByPriority());
}

EVERY_SCHEDULE_TEST(LifoQueue, GivesEachOfTwoThreadsAnItem) {
  ExpectEachOfTwoThreadsToGetAnItem(NewestFirst());
}

EVERY_SCHEDULE_TEST(PriorityQueue, KeepsTheOrderOfEqualsThatAreJustBeingPut) {
  Parcels queue;
  std::thread putting([&] {
    queue.Put(5, Parcel(2));
    queue.Put(5, Parcel(1));
  });
  EXPECT_EQ(queue.Get().number(), 2) << "which was put first";
  EXPECT_EQ(queue.Get().number(), 1) << "which was put second";
  putting.join();
}

}  // namespace
}  // namespace racefree
