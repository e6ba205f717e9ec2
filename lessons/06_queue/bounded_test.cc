#include "lessons/06_queue/bounded.h"

#include <chrono>
#include <string>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using std::chrono_literals::operator""h;

// Whether somebody waits for a while, and not until he is woken.
bool LooksAgain(const VirtualTime& time) {
  return time.sleeps() + time.timed_waits() > 0;
}

// Notes whether it is a copy, or moved from one.
struct Parcel {
  Parcel() = default;
  explicit Parcel(int number) : number(number) {}
  Parcel(const Parcel& other) : number(other.number), copied(true) {}
  Parcel& operator=(const Parcel& other) {
    number = other.number;
    copied = true;
    return *this;
  }
  Parcel(Parcel&&) noexcept = default;
  Parcel& operator=(Parcel&&) noexcept = default;

  int number = 0;
  bool copied = false;
};

TEST(Bounded, GivesTheItemsInTheOrderInWhichTheyWerePut) {
  Queue<int> queue(3);
  queue.Put(1);
  queue.Put(2);
  EXPECT_EQ(queue.Get(), 1);
  queue.Put(3);
  queue.Put(4);
  EXPECT_EQ(queue.Get(), 2);
  EXPECT_EQ(queue.Get(), 3);
  EXPECT_EQ(queue.Get(), 4);
}

TEST(Bounded, SaysHowManyItemsThereAre) {
  Queue<int> queue(2);
  EXPECT_EQ(queue.size(), 0);
  queue.Put(1);
  EXPECT_EQ(queue.size(), 1);
  queue.Put(2);
  EXPECT_EQ(queue.size(), 2);
  queue.Get();
  EXPECT_EQ(queue.size(), 1);
}

TEST(Bounded, MovesItsItemsAndCopiesNone) {
  Queue<Parcel> queue(2);
  queue.Put(Parcel(7));
  queue.Put(Parcel(8));
  const Parcel parcel = queue.Get();
  EXPECT_EQ(parcel.number, 7);
  EXPECT_FALSE(parcel.copied);
}

TEST(Bounded, MayGoWithItemsInIt) {
  Queue<std::string> queue(2);
  queue.Put("so long that it lives on the heap: one");
  queue.Put("so long that it lives on the heap: two");
  queue.Get();
}

TEST(Bounded, PutDoesNotWaitWhileThereIsAPlace) {
  Queue<int> queue(3);
  WatchedCall put([&] {
    for (int item = 1; item <= 3; ++item) queue.Put(item);
  });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "three items, and three places";
  EXPECT_EQ(queue.size(), 3);
}

TEST(Bounded, PutSleepsWhileTheQueueIsFull) {
  Queue<int> queue(2);
  queue.Put(1);
  queue.Put(2);
  VirtualTime time;
  WatchedCall put([&] { queue.Put(3); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "the third item, and two places";
  EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
  EXPECT_EQ(queue.size(), 2) << "while Put waits for a place";
  EXPECT_EQ(queue.Get(), 1);
  // Lets those who look again, and should not, come to an end.
  if (LooksAgain(time)) time.Advance(1h);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "now there is a place";
  EXPECT_EQ(queue.Get(), 2);
  EXPECT_EQ(queue.Get(), 3);
}

TEST(Bounded, GetSleepsWhileTheQueueIsEmpty) {
  Queue<int> queue(2);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.Get(), 1); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
  queue.Put(1);
  if (LooksAgain(time)) time.Advance(1h);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(Bounded, HasNoLimitIfMaxSizeIsZero) {
  Queue<int> queue(0);
  WatchedCall put([&] {
    for (int item = 0; item < 100; ++item) queue.Put(item);
  });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(queue.size(), 100);
}

TEST(BoundedInParallel, OneThreadPutsWhatAnotherGets) {
  Queue<int> queue(2);
  int expected = 0;
  int item = 0;
  TakeTurns(
      10, [&] { queue.Put(++item); },
      [&] { EXPECT_EQ(queue.Get(), ++expected); });
}

TEST(BoundedInParallel, OneThreadPutsWhatAnotherCounts) {
  Queue<int> queue(10);
  std::size_t expected = 0;
  TakeTurns(
      10, [&] { queue.Put(0); }, [&] { EXPECT_EQ(queue.size(), ++expected); });
}

// Two threads put, and there is one place.
EVERY_SCHEDULE_TEST(Bounded, NeverHoldsMoreThanMaxSize) {
  Queue<int> queue(1);
  std::thread one([&] { queue.Put(1); });
  std::thread two([&] { queue.Put(2); });
  EXPECT_LE(queue.size(), 1);
  const int sum = queue.Get() + queue.Get();
  one.join();
  two.join();
  EXPECT_EQ(sum, 3);
}

// Those who wait for an item and those who wait for a place do so at the same
// time.
EVERY_SCHEDULE_TEST(Bounded, WakesTheOneWhoCanGoOn) {
  Queue<int> queue(1);
  int item_of_one = 0;
  int item_of_two = 0;
  std::thread one([&] { item_of_one = queue.Get(); });
  std::thread two([&] { item_of_two = queue.Get(); });
  queue.Put(1);
  queue.Put(2);
  one.join();
  two.join();
  EXPECT_EQ(item_of_one + item_of_two, 3);
}

EVERY_SCHEDULE_TEST_WITH(Bounded, LetsEverybodyInForWhomThereIsAPlace,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  queue.Put(1);
  queue.Put(2);
  std::thread one([&] { queue.Put(3); });
  std::thread two([&] { queue.Put(4); });
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
  one.join();
  two.join();
  EXPECT_EQ(queue.size(), 2);
}

EVERY_SCHEDULE_TEST_WITH(Bounded, GivesEverybodyAnItemForWhomThereIsOne,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  int item_of_one = 0;
  int item_of_two = 0;
  std::thread one([&] { item_of_one = queue.Get(); });
  std::thread two([&] { item_of_two = queue.Get(); });
  queue.Put(1);
  queue.Put(2);
  one.join();
  two.join();
  EXPECT_EQ(item_of_one + item_of_two, 3);
}

EVERY_SCHEDULE_TEST_WITH(Bounded, LooksAgainAfterItWasWoken,
                         {.spurious_wake_ups = true}) {
  Queue<int> queue(1);
  std::thread one([&] {
    queue.Put(1);
    queue.Put(2);
  });
  EXPECT_LE(queue.size(), 1);
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
  one.join();
}

}  // namespace
}  // namespace racefree
