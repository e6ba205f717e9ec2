#include "lessons/06_queue/no_polling.h"

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

TEST(NoPolling, GetTakesOutTheOldestItem) {
  Queue<int> another_queue;
  another_queue.Put(9);
  Queue<int> queue;
  queue.Put(1);
  queue.Put(2);
  EXPECT_EQ(queue.Get(), 1) << "9 is what is in another queue.";
  queue.Put(3);
  EXPECT_EQ(queue.Get(), 2);
  EXPECT_EQ(queue.Get(), 3);
  EXPECT_EQ(another_queue.Get(), 9);
}

TEST(NoPolling, MovesItsItemsAndCopiesNone) {
  Queue<Parcel> queue;
  queue.Put(Parcel(7));
  queue.Put(Parcel(8));
  const Parcel parcel = queue.Get();
  EXPECT_EQ(parcel.number, 7);
  EXPECT_FALSE(parcel.copied);
}

TEST(NoPolling, MayGoWithItemsInIt) {
  Queue<std::string> queue;
  queue.Put("so long that it lives on the heap: one");
  queue.Put("so long that it lives on the heap: two");
  queue.Get();
}

TEST(NoPolling, GetSleepsUntilItIsWoken) {
  Queue<int> queue;
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.Get(), 1); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
  // Put finds nobody in its way, and wakes whoever waits.
  WatchedCall put([&] { queue.Put(1); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  // Lets those who look again, and should not, come to an end.
  if (LooksAgain(time)) time.Advance(1h);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(NoPollingInParallel, OneThreadPutsWhatAnotherGets) {
  Queue<int> queue;
  int expected = 0;
  int item = 0;
  TakeTurns(
      10, [&] { queue.Put(++item); },
      [&] { EXPECT_EQ(queue.Get(), ++expected); });
}

TEST(NoPollingInParallel, TwoThreadsPut) {
  Queue<int> queue;
  TakeTurns(10, [&] { queue.Put(1); }, [&] { queue.Put(2); });
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
}

TEST(NoPollingInParallel, TwoThreadsGet) {
  Queue<int> queue;
  for (int item = 0; item < 20; ++item) queue.Put(item);
  int even = 0;
  int odd = 1;
  TakeTurns(
      10,
      [&] {
        EXPECT_EQ(queue.Get(), even);
        even += 2;
      },
      [&] {
        EXPECT_EQ(queue.Get(), odd);
        odd += 2;
      });
}

// Whoever waits on a condition variable may wake up without a reason.
EVERY_SCHEDULE_TEST_WITH(NoPolling, GetMissesNoPut,
                         {.spurious_wake_ups = true}) {
  Queue<int> queue;
  std::thread putting([&] {
    queue.Put(1);
    queue.Put(2);
  });
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
  putting.join();
}

EVERY_SCHEDULE_TEST(NoPolling, EachItemGoesToOneOfTwoThreads) {
  Queue<int> queue;
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

}  // namespace
}  // namespace racefree
