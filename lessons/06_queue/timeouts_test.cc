#include "lessons/06_queue/timeouts.h"

#include <chrono>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using namespace std::chrono_literals;

constexpr char kPolls[] = "It sleeps for a while, and looks again.";

// Not a whole number of milliseconds: who cuts it down to one gives up too
// early. Who rounds it up does not, and returns within the millisecond.
constexpr auto kTimeout = 30s + 500us;

TEST(Timeouts, AreNotNeededForWhatIsThere) {
  Queue<int> queue(2);
  EXPECT_TRUE(queue.TryPut(1));
  EXPECT_TRUE(queue.PutFor(2, 30s));
  EXPECT_EQ(queue.TryGet(), 1);
  EXPECT_EQ(queue.GetFor(30s), 2);
}

TEST(Timeouts, MayBeZeroOrPast) {
  Queue<int> queue(1);
  EXPECT_EQ(queue.GetFor(0s), std::nullopt);
  EXPECT_EQ(queue.GetFor(-1s), std::nullopt);
  EXPECT_TRUE(queue.PutFor(1, 0s)) << "There is a place.";
  EXPECT_FALSE(queue.PutFor(2, 0s));
  EXPECT_FALSE(queue.PutFor(2, -1s));
  EXPECT_EQ(queue.GetFor(0s), 1) << "There is an item.";
  EXPECT_TRUE(queue.PutFor(2, -1s)) << "There is a place.";
  EXPECT_EQ(queue.GetFor(-1s), 2) << "There is an item.";
}

TEST(Timeouts, AreNotForTryGetAndTryPut) {
  Queue<int> queue(1);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.TryGet(), std::nullopt); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "TryGet does not wait.";
  EXPECT_TRUE(queue.TryPut(1));
  WatchedCall put([&] { EXPECT_FALSE(queue.TryPut(2)); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "TryPut does not wait.";
  EXPECT_EQ(queue.TryGet(), 1);
}

TEST(Timeouts, LeaveTheItemToTheCallerIfItWasNotPut) {
  Queue<std::unique_ptr<int>> queue(1);
  auto first = std::make_unique<int>(1);
  auto second = std::make_unique<int>(2);
  EXPECT_TRUE(queue.TryPut(std::move(first)));
  EXPECT_EQ(first, nullptr) << "It has been moved into the queue.";
  EXPECT_FALSE(queue.TryPut(std::move(second)));
  EXPECT_NE(second, nullptr) << "It has not been put.";
  EXPECT_FALSE(queue.PutFor(std::move(second), 0s));
  EXPECT_NE(second, nullptr) << "It has not been put.";
}

TEST(Timeouts, EndAGetWhenTheTimeIsOverAndNotBefore) {
  Queue<int> queue(1);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.GetFor(kTimeout), std::nullopt); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(time.sleeps(), 0) << kPolls;
  const int waits = time.timed_waits();
  time.Advance(kTimeout - 1us);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "It has one microsecond left.";
  EXPECT_EQ(time.timed_waits(), waits) << kPolls;
  time.Advance(1ms);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Its time is over.";
  time.Advance(1h);
}

TEST(Timeouts, EndAPutWhenTheTimeIsOverAndNotBefore) {
  Queue<int> queue(1);
  queue.TryPut(1);
  VirtualTime time;
  WatchedCall put([&] { EXPECT_FALSE(queue.PutFor(2, kTimeout)); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(time.sleeps(), 0) << kPolls;
  const int waits = time.timed_waits();
  time.Advance(kTimeout - 1us);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "It has one microsecond left.";
  EXPECT_EQ(time.timed_waits(), waits) << kPolls;
  time.Advance(1ms);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Its time is over.";
  time.Advance(1h);
}

TEST(Timeouts, DoNotHoldUpAnItemThatComesInTime) {
  Queue<int> queue(1);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.GetFor(30s), 1); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  WatchedCall put([&] { EXPECT_TRUE(queue.TryPut(1)); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "There is an item.";
  time.Advance(1h);
}

TEST(Timeouts, DoNotHoldUpAPutWhenThereIsAPlaceInTime) {
  Queue<int> queue(1);
  queue.TryPut(1);
  VirtualTime time;
  WatchedCall put([&] { EXPECT_TRUE(queue.PutFor(2, 30s)); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  WatchedCall get([&] { EXPECT_EQ(queue.TryGet(), 1); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "There is a place.";
  time.Advance(1h);
}

TEST(Timeouts, OfAGetDoNotBeginAnewWhenItIsWokenInVain) {
  Queue<int> queue(1);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.GetFor(30s), std::nullopt); });
  get.WaitUntilReturnedOrHeldUp();
  time.Advance(20s);
  time.WakeSpuriously();
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "Of its 30 s, 20 s are over.";
  time.Advance(10s);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Its 30 s are over.";
  time.Advance(1h);
}

TEST(Timeouts, OfAPutDoNotBeginAnewWhenItIsWokenInVain) {
  Queue<int> queue(1);
  queue.TryPut(1);
  VirtualTime time;
  WatchedCall put([&] { EXPECT_FALSE(queue.PutFor(2, 30s)); });
  put.WaitUntilReturnedOrHeldUp();
  time.Advance(20s);
  time.WakeSpuriously();
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "Of its 30 s, 20 s are over.";
  time.Advance(10s);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "Its 30 s are over.";
  time.Advance(1h);
}

TEST(TimeoutsInParallel, OneThreadPutsWhatAnotherGets) {
  Queue<int> queue(2);
  int expected = 0;
  int item = 0;
  TakeTurns(
      10, [&] { EXPECT_TRUE(queue.PutFor(int{++item}, 30s)); },
      [&] { EXPECT_EQ(queue.GetFor(30s), ++expected); });
}

TEST(TimeoutsInParallel, OneThreadTriesToPutWhatAnotherTriesToGet) {
  Queue<int> queue(1);
  int expected = 0;
  int item = 0;
  TakeTurns(
      10,
      [&] {
        EXPECT_TRUE(queue.TryPut(int{++item}));
        EXPECT_FALSE(queue.TryPut(0));
      },
      [&] {
        EXPECT_EQ(queue.TryGet(), ++expected);
        EXPECT_EQ(queue.TryGet(), std::nullopt);
      });
}

// In what follows, time passes only when nobody can go on.

// Returns when one second has passed: all others have gone as far as they can
// without waiting for time.
void LetASecondPass() {
  Queue<int> empty(1);
  EXPECT_EQ(empty.GetFor(1s), std::nullopt);
}

// May take a minute to be moved. A queue that is locked meanwhile keeps away
// whom it has just woken, until their time is over.
struct Parcel {
  explicit Parcel(bool is_heavy) : is_heavy(is_heavy) {}
  Parcel(Parcel&& other) noexcept : is_heavy(other.is_heavy) {
    if (is_heavy) Queue<int>(1).GetFor(60s);
  }
  Parcel& operator=(Parcel&&) = default;

  bool is_heavy;
};

EVERY_SCHEDULE_TEST_WITH(Timeouts, GiveAnItemThatIsThereWhenTheTimeIsOver,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Queue<Parcel> queue(2);
  bool has_item = false;
  std::thread getting([&] { has_item = queue.GetFor(30s).has_value(); });
  EXPECT_TRUE(queue.TryPut(Parcel(false)));
  EXPECT_TRUE(queue.TryPut(Parcel(true)));
  getting.join();
  EXPECT_TRUE(has_item) << "It was put before the time was over.";
}

EVERY_SCHEDULE_TEST_WITH(Timeouts, GiveAPlaceThatIsThereWhenTheTimeIsOver,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Queue<Parcel> queue(2);
  EXPECT_TRUE(queue.TryPut(Parcel(false)));
  EXPECT_TRUE(queue.TryPut(Parcel(true)));
  bool is_put = false;
  std::thread putting([&] { is_put = queue.PutFor(Parcel(false), 30s); });
  EXPECT_TRUE(queue.TryGet().has_value());
  EXPECT_TRUE(queue.TryGet().has_value());
  putting.join();
  EXPECT_TRUE(is_put) << "It had a place before the time was over.";
}

// Whoever gives up here was not woken.
EVERY_SCHEDULE_TEST_WITH(Timeouts, AreNotWhatEndsAWait,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Queue<int> queue(1);
  std::optional<int> item_of_one;
  std::optional<int> item_of_two;
  std::thread one([&] { item_of_one = queue.GetFor(30s); });
  std::thread two([&] { item_of_two = queue.GetFor(30s); });
  EXPECT_TRUE(queue.PutFor(1, 30s));
  EXPECT_TRUE(queue.PutFor(2, 30s)) << "Two wait in GetFor.";
  one.join();
  two.join();
  EXPECT_EQ(item_of_one.value_or(0) + item_of_two.value_or(0), 3)
      << "There was an item for each of the two.";
}

EVERY_SCHEDULE_TEST_WITH(Timeouts, AreNotWhatEndsAWaitBesideAnItem,
                         {.time = explore::TimeModel::kWhenIdle,
                          .max_schedules = 5000}) {
  Queue<int> queue(2);
  std::thread one([&] { queue.GetFor(30s); });
  std::thread two([&] { queue.GetFor(30s); });
  EXPECT_TRUE(queue.TryPut(1));
  EXPECT_TRUE(queue.TryPut(2));
  LetASecondPass();
  EXPECT_EQ(queue.TryGet(), std::nullopt)
      << "There were two items for two in GetFor; one was not woken.";
  one.join();
  two.join();
}

EVERY_SCHEDULE_TEST_WITH(Timeouts, AreNotWhatEndsAWaitBesideAPlace,
                         {.time = explore::TimeModel::kWhenIdle,
                          .max_schedules = 5000}) {
  Queue<int> queue(2);
  queue.TryPut(1);
  queue.TryPut(2);
  std::thread one([&] { queue.PutFor(3, 30s); });
  std::thread two([&] { queue.PutFor(4, 30s); });
  EXPECT_EQ(queue.TryGet(), 1);
  EXPECT_EQ(queue.TryGet(), 2);
  LetASecondPass();
  EXPECT_FALSE(queue.TryPut(5))
      << "There were two places for two in PutFor; one was not woken.";
  one.join();
  two.join();
}

}  // namespace
}  // namespace racefree
