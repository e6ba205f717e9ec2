#include "lessons/06_queue/priority.h"

#include <chrono>
#include <climits>
#include <string>
#include <thread>
#include <utility>
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

// An item that notices when it is copied.
class Parcel {
 public:
  Parcel() = default;
  explicit Parcel(int* copies) : copies_(copies) {}
  Parcel(const Parcel& other) : copies_(other.copies_) { NoteCopy(); }
  Parcel& operator=(const Parcel& other) {
    copies_ = other.copies_;
    NoteCopy();
    return *this;
  }
  Parcel(Parcel&&) = default;
  Parcel& operator=(Parcel&&) = default;

  // For those who have items in tuples, behind a number that is never the same.
  friend bool operator<(const Parcel&, const Parcel&) { return false; }

 private:
  void NoteCopy() {
    if (copies_ != nullptr) ++*copies_;
  }

  int* copies_ = nullptr;
};

// Both queues, as one kind of thing.
struct ByPriority {
  void Put(int item) { queue.Put(item, item); }
  int Get() { return queue.Get(); }
  PriorityQueue<int> queue;
};

struct NewestFirst {
  void Put(int item) { queue.Put(item); }
  int Get() { return queue.Get(); }
  LifoQueue<int> queue;
};

template <typename T>
std::vector<T> GetAll(PriorityQueue<T>& queue, int count) {
  std::vector<T> items;
  for (int i = 0; i < count; ++i) items.push_back(queue.Get());
  return items;
}

TEST(PriorityQueue, GivesOutTheLowestNumberFirst) {
  PriorityQueue<std::string> queue;
  queue.Put(3, "late");
  queue.Put(1, "early");
  queue.Put(2, "later");
  EXPECT_THAT(GetAll(queue, 3), testing::ElementsAre("early", "later", "late"));
}

TEST(PriorityQueue, TakesAnyNumber) {
  PriorityQueue<std::string> queue;
  for (int number : {0, INT_MAX, -1, INT_MIN, 1}) {
    queue.Put(number, std::to_string(number));
  }
  EXPECT_THAT(GetAll(queue, 5),
              testing::ElementsAre(std::to_string(INT_MIN), "-1", "0", "1",
                                   std::to_string(INT_MAX)));
}

TEST(PriorityQueue, LetsAnUrgentItemOvertakeThoseThatWait) {
  PriorityQueue<std::string> queue;
  queue.Put(2, "first");
  queue.Put(3, "last");
  EXPECT_EQ(queue.Get(), "first");
  queue.Put(1, "urgent");
  queue.Put(4, "whenever");
  EXPECT_THAT(GetAll(queue, 3),
              testing::ElementsAre("urgent", "last", "whenever"));
}

// The items go down while they are put in; so nobody gets this right who
// compares items.
TEST(PriorityQueue, KeepsTheOrderOfEquals) {
  PriorityQueue<int> queue;
  std::vector<int> expected;
  for (int item = 100; item > 0; --item) {
    queue.Put(5, item);
    expected.push_back(item);
  }
  EXPECT_EQ(GetAll(queue, 100), expected) << "all of the same priority";
}

TEST(PriorityQueue, KeepsTheOrderOfEqualsAmongOthers) {
  PriorityQueue<std::string> queue;
  std::vector<std::string> urgent;
  std::vector<std::string> others;
  for (int item = 99; item >= 10; --item) {
    queue.Put(2, "other " + std::to_string(item));
    queue.Put(1, "urgent " + std::to_string(item));
    others.push_back("other " + std::to_string(item));
    urgent.push_back("urgent " + std::to_string(item));
  }
  EXPECT_EQ(GetAll(queue, 90), urgent);
  EXPECT_EQ(GetAll(queue, 90), others);
}

TEST(PriorityQueue, KeepsTheOrderOfEqualsWhenOthersHaveGone) {
  PriorityQueue<std::string> queue;
  for (const char* item : {"a", "b", "c", "d"}) queue.Put(1, item);
  EXPECT_THAT(GetAll(queue, 3), testing::ElementsAre("a", "b", "c"));
  queue.Put(1, "e");
  queue.Put(1, "f");
  EXPECT_THAT(GetAll(queue, 2), testing::ElementsAre("d", "e"));
  queue.Put(1, "g");
  EXPECT_THAT(GetAll(queue, 2), testing::ElementsAre("f", "g"));
}

TEST(PriorityQueue, MovesItsItems) {
  int copies = 0;
  PriorityQueue<Parcel> queue;
  for (int priority : {2, 1, 3, 1, 2}) queue.Put(priority, Parcel(&copies));
  for (int i = 0; i < 5; ++i) queue.Get();
  EXPECT_EQ(copies, 0);
}

TEST(LifoQueue, GivesOutTheNewestFirst) {
  LifoQueue<std::string> queue;
  std::vector<std::string> items;
  queue.Put("a");
  queue.Put("b");
  queue.Put("c");
  items.push_back(queue.Get());
  queue.Put("d");
  for (int i = 0; i < 3; ++i) items.push_back(queue.Get());
  EXPECT_THAT(items, testing::ElementsAre("c", "d", "b", "a"));
}

TEST(LifoQueue, MovesItsItems) {
  int copies = 0;
  LifoQueue<Parcel> queue;
  for (int i = 0; i < 5; ++i) queue.Put(Parcel(&copies));
  for (int i = 0; i < 5; ++i) queue.Get();
  EXPECT_EQ(copies, 0);
}

template <typename SomeQueue>
void ExpectToSleepUntilThereIsAnItem() {
  VirtualTime time;
  SomeQueue queue;
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
  ExpectToSleepUntilThereIsAnItem<ByPriority>();
}

TEST(LifoQueue, SleepsUntilThereIsAnItem) {
  ExpectToSleepUntilThereIsAnItem<NewestFirst>();
}

template <typename SomeQueue>
void ExpectEachPutToLetOneGetGoOn() {
  SomeQueue queue;
  SilentCounter returned;
  int items[2] = {};
  auto get = [&](int& item) {
    item = queue.Get();
    returned.Raise();
  };
  {
    WatchedCall one([&] { get(items[0]); });
    WatchedCall other([&] { get(items[1]); });
    one.WaitUntilReturnedOrHeldUp();
    other.WaitUntilReturnedOrHeldUp();
    queue.Put(1);
    returned.WaitFor(1);
    queue.Put(2);
  }
  EXPECT_THAT(items, testing::UnorderedElementsAre(1, 2));
}

TEST(PriorityQueue, LetsOneOfTwoGetsGoOnForEachPut) {
  ExpectEachPutToLetOneGetGoOn<ByPriority>();
}

TEST(LifoQueue, LetsOneOfTwoGetsGoOnForEachPut) {
  ExpectEachPutToLetOneGetGoOn<NewestFirst>();
}

// No Get waits here, and nobody ever does two things at once. But nothing but
// the queue's own lock puts them in order.
template <typename SomeQueue>
void UseInTurns() {
  SomeQueue queue;
  TakeTurns(10, [&] { queue.Put(1); }, [&] { queue.Put(2); });
  TakeTurns(5, [&] { queue.Get(); }, [&] { queue.Get(); });
  TakeTurns(5, [&] { queue.Put(3); }, [&] { queue.Get(); });
}

TEST(PriorityQueueInParallel, OfTwoThreads) { UseInTurns<ByPriority>(); }

TEST(LifoQueueInParallel, OfTwoThreads) { UseInTurns<NewestFirst>(); }

template <typename SomeQueue>
void ExpectEachOfTwoThreadsToGetAnItem() {
  SomeQueue queue;
  int items[2] = {};
  std::thread one([&] { items[0] = queue.Get(); });
  std::thread two([&] { items[1] = queue.Get(); });
  queue.Put(2);
  queue.Put(1);
  one.join();
  two.join();
  EXPECT_THAT(items, testing::UnorderedElementsAre(1, 2));
}

EVERY_SCHEDULE_TEST(PriorityQueue, GivesEachOfTwoThreadsAnItem) {
  ExpectEachOfTwoThreadsToGetAnItem<ByPriority>();
}

EVERY_SCHEDULE_TEST(LifoQueue, GivesEachOfTwoThreadsAnItem) {
  ExpectEachOfTwoThreadsToGetAnItem<NewestFirst>();
}

EVERY_SCHEDULE_TEST(PriorityQueue, KeepsTheOrderOfEqualsThatAreJustBeingPut) {
  PriorityQueue<int> queue;
  std::thread putting([&] {
    queue.Put(5, 2);
    queue.Put(5, 1);
  });
  EXPECT_EQ(queue.Get(), 2) << "which was put first";
  EXPECT_EQ(queue.Get(), 1) << "which was put second";
  putting.join();
}

}  // namespace
}  // namespace racefree
