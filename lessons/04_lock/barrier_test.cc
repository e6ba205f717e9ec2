#include "lessons/04_lock/barrier.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using testing::UnorderedElementsAre;

using Numbers = std::vector<int>;

constexpr int kBroken = -1;

// The number that Wait gives, or kBroken.
int NumberOrBroken(Barrier& barrier) {
  try {
    return barrier.Wait();
  } catch (const BrokenBarrierError&) {
    return kBroken;
  }
}

// A call of Wait on a thread of its own.
class Waiter {
 public:
  explicit Waiter(Barrier& barrier)
      : call_(std::in_place,
              [this, &barrier] { number_ = NumberOrBroken(barrier); }) {}

  // What becomes of it when it is left alone.
  CallState State() { return call_->WaitUntilReturnedOrHeldUp(); }

  // What Wait gave, when it has returned.
  int Number() {
    call_.reset();
    return number_;
  }

 private:
  int number_ = kBroken;
  std::optional<WatchedCall> call_;
};

TEST(Barrier, LetsAllGoOnWhenTheLastHasCome) {
  Barrier barrier(3);
  Waiter one(barrier);
  EXPECT_EQ(one.State(), CallState::kAsleep) << "the first of 3";
  Waiter two(barrier);
  EXPECT_EQ(two.State(), CallState::kAsleep) << "the second of 3";
  EXPECT_EQ(one.State(), CallState::kAsleep) << "when 2 of 3 have come";
  const int number = barrier.Wait();
  EXPECT_THAT(Numbers({one.Number(), two.Number(), number}),
              UnorderedElementsAre(0, 1, 2))
      << "the numbers of the 3";
}

TEST(Barrier, HoldsBackEveryRound) {
  Barrier barrier(3);
  for (int round = 1; round <= 3; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    Waiter one(barrier);
    EXPECT_EQ(one.State(), CallState::kAsleep) << "the first of 3";
    Waiter two(barrier);
    EXPECT_EQ(two.State(), CallState::kAsleep) << "the second of 3";
    const int number = barrier.Wait();
    EXPECT_THAT(Numbers({one.Number(), two.Number(), number}),
                UnorderedElementsAre(0, 1, 2))
        << "the numbers of the 3";
  }
}

// While time stands still, no sleep ends: only being woken helps.
TEST(Barrier, WakesThoseWhoWait) {
  Barrier barrier(2);
  std::optional<Waiter> one;
  VirtualTime time;
  one.emplace(barrier);
  EXPECT_EQ(one->State(), CallState::kAsleep);
  EXPECT_EQ(time.sleeps(), 0) << "Wait sleeps to look again later";
  EXPECT_EQ(time.timed_waits(), 0) << "Wait waits for a while to look again";
  barrier.Wait();
  EXPECT_EQ(one->State(), CallState::kReturned);
}

TEST(Barrier, HandsOverWhatWasWrittenBefore) {
  Barrier barrier(2);
  int ours = 0;
  int theirs = 0;
  std::thread other([&] {
    theirs = 1;
    barrier.Wait();
    EXPECT_EQ(ours, 1);
  });
  ours = 1;
  barrier.Wait();
  EXPECT_EQ(theirs, 1);
  other.join();
}

TEST(Barrier, OfOneHoldsNobodyBack) {
  Barrier barrier(1);
  EXPECT_EQ(barrier.Wait(), 0);
  EXPECT_EQ(barrier.Wait(), 0);
}

TEST(Barrier, EndsAllWaitsWhenItIsAborted) {
  Barrier barrier(3);
  EXPECT_FALSE(barrier.IsBroken());
  Waiter one(barrier);
  EXPECT_EQ(one.State(), CallState::kAsleep);
  Waiter two(barrier);
  EXPECT_EQ(two.State(), CallState::kAsleep);
  barrier.Abort();
  EXPECT_EQ(one.Number(), kBroken) << "of the first who waited";
  EXPECT_EQ(two.Number(), kBroken) << "of the second who waited";
  EXPECT_TRUE(barrier.IsBroken());
}

TEST(Barrier, StaysBrokenUntilItIsReset) {
  Barrier barrier(1);
  barrier.Abort();
  EXPECT_THROW(barrier.Wait(), BrokenBarrierError) << "after Abort";
  EXPECT_THROW(barrier.Wait(), BrokenBarrierError) << "after Abort, again";
  barrier.Abort();
  EXPECT_TRUE(barrier.IsBroken());
  barrier.Reset();
  EXPECT_FALSE(barrier.IsBroken()) << "after Reset";
  EXPECT_EQ(NumberOrBroken(barrier), 0) << "after Reset";
}

TEST(Barrier, CountsFromNothingAfterAReset) {
  Barrier barrier(2);
  {
    Waiter before(barrier);
    EXPECT_EQ(before.State(), CallState::kAsleep);
    barrier.Abort();
  }
  EXPECT_EQ(NumberOrBroken(barrier), kBroken) << "of one who comes after Abort";
  barrier.Reset();
  for (int round = 1; round <= 2; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + " after Reset");
    Waiter one(barrier);
    EXPECT_EQ(one.State(), CallState::kAsleep) << "the first of 2";
    const int number = NumberOrBroken(barrier);
    EXPECT_THAT(Numbers({one.Number(), number}), UnorderedElementsAre(0, 1))
        << "the numbers of the 2";
  }
}

TEST(Barrier, EndsAllWaitsWhenItIsReset) {
  Barrier barrier(3);
  {
    Waiter one(barrier);
    EXPECT_EQ(one.State(), CallState::kAsleep);
    Waiter two(barrier);
    EXPECT_EQ(two.State(), CallState::kAsleep);
    barrier.Reset();
    EXPECT_EQ(one.Number(), kBroken) << "of the first who waited";
    EXPECT_EQ(two.Number(), kBroken) << "of the second who waited";
  }
  EXPECT_FALSE(barrier.IsBroken()) << "after Reset";
  Waiter one(barrier);
  EXPECT_EQ(one.State(), CallState::kAsleep) << "the first of 3 after Reset";
  Waiter two(barrier);
  EXPECT_EQ(two.State(), CallState::kAsleep) << "the second of 3 after Reset";
  const int number = NumberOrBroken(barrier);
  EXPECT_THAT(Numbers({one.Number(), two.Number(), number}),
              UnorderedElementsAre(0, 1, 2))
      << "the numbers of the 3 after Reset";
}

TEST(BarrierInParallel, OfOneWhoAbortsAndOneWhoLooks) {
  Barrier barrier(2);
  TakeTurns(
      10, [&] { barrier.Abort(); }, [&] { EXPECT_TRUE(barrier.IsBroken()); });
  TakeTurns(
      10, [&] { barrier.Reset(); }, [&] { EXPECT_FALSE(barrier.IsBroken()); });
  TakeTurns(
      10, [&] { barrier.Abort(); },
      [&] { EXPECT_EQ(NumberOrBroken(barrier), kBroken); });
}

EVERY_SCHEDULE_TEST(Barrier, KeepsTheRoundsApart) {
  Barrier barrier(2);
  // By round and thread.
  std::array<std::array<bool, 2>, 2> has_come = {};
  std::array<Numbers, 2> numbers = {Numbers(2), Numbers(2)};
  auto go_through_all_rounds = [&](int self) {
    for (int round = 0; round < 2; ++round) {
      has_come[round][self] = true;
      numbers[round][self] = barrier.Wait();
      EXPECT_TRUE(has_come[round][1 - self])
          << "when the other one is through round " << round + 1;
    }
  };
  std::thread other([&] { go_through_all_rounds(1); });
  go_through_all_rounds(0);
  other.join();
  EXPECT_THAT(numbers[0], UnorderedElementsAre(0, 1)) << "in round 1";
  EXPECT_THAT(numbers[1], UnorderedElementsAre(0, 1)) << "in round 2";
}

// A wait for a condition may also end though nobody has woken it.
EVERY_SCHEDULE_TEST_WITH(Barrier, HoldsBackOneWhoWakesUpForNoReason,
                         {.spurious_wake_ups = true}) {
  Barrier barrier(2);
  std::atomic<bool> has_come = false;
  std::thread other([&] {
    has_come = true;
    barrier.Wait();
  });
  barrier.Wait();
  EXPECT_TRUE(has_come) << "when the first one is through";
  other.join();
}

EVERY_SCHEDULE_TEST(Barrier, LeavesNobodyWaitingAfterAnAbort) {
  Barrier barrier(2);
  std::thread other([&] {
    EXPECT_EQ(NumberOrBroken(barrier), kBroken);
    EXPECT_TRUE(barrier.IsBroken());
  });
  barrier.Abort();
  other.join();
}

// Returns when all other threads wait: nobody notifies it, and in these tests
// the time does not pass as long as any of them can go on.
void WaitUntilTheOthersWait() {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable nobody_notifies;
  nobody_notifies.wait_for(lock, std::chrono::nanoseconds(1));
}

EVERY_SCHEDULE_TEST_WITH(Barrier, LetsOneGoOnWhoSleepsThroughTheNextRound,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Barrier barrier(2);
  std::thread old([&] { EXPECT_EQ(NumberOrBroken(barrier), 0); });
  WaitUntilTheOthersWait();
  EXPECT_EQ(NumberOrBroken(barrier), 1);
  Numbers numbers(2);
  std::thread other([&] { numbers[0] = NumberOrBroken(barrier); });
  numbers[1] = NumberOrBroken(barrier);
  other.join();
  old.join();
  EXPECT_THAT(numbers, UnorderedElementsAre(0, 1)) << "in round 2";
}

EVERY_SCHEDULE_TEST_WITH(Barrier, LeavesNobodyWaitingAfterTwoResets,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Barrier barrier(2);
  std::thread old([&] { EXPECT_EQ(NumberOrBroken(barrier), kBroken); });
  WaitUntilTheOthersWait();
  barrier.Reset();
  barrier.Reset();
  old.join();
}

EVERY_SCHEDULE_TEST_WITH(Barrier, LeavesNobodyOfTheOldRoundInTheNew,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Barrier barrier(2);
  std::thread old([&] { EXPECT_EQ(NumberOrBroken(barrier), kBroken); });
  WaitUntilTheOthersWait();
  barrier.Abort();
  barrier.Reset();
  Numbers numbers(2);
  std::thread other([&] { numbers[0] = NumberOrBroken(barrier); });
  numbers[1] = NumberOrBroken(barrier);
  other.join();
  old.join();
  EXPECT_THAT(numbers, UnorderedElementsAre(0, 1))
      << "of the two who came after Abort and Reset";
}

EVERY_SCHEDULE_TEST_WITH(Barrier, LeavesNobodyOfTheOldRoundInTheNewAfterAReset,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Barrier barrier(2);
  std::thread old([&] { EXPECT_EQ(NumberOrBroken(barrier), kBroken); });
  WaitUntilTheOthersWait();
  barrier.Reset();
  Numbers numbers(2);
  std::thread other([&] { numbers[0] = NumberOrBroken(barrier); });
  numbers[1] = NumberOrBroken(barrier);
  other.join();
  old.join();
  EXPECT_THAT(numbers, UnorderedElementsAre(0, 1))
      << "of the two who came after Reset";
}

}  // namespace
}  // namespace racefree
