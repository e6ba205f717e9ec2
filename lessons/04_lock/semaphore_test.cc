#include "lessons/04_lock/semaphore.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using namespace std::chrono_literals;

// Time passes only as the tests say.
class SemaphoreTest : public testing::Test {
 protected:
  // A call of Acquire or AcquireFor on a thread of its own.
  class Waiter {
   public:
    // Raises `through` when it has a permit.
    Waiter(std::function<bool()> acquire, SilentCounter& through)
        : call_(std::in_place, [this, acquire = std::move(acquire), &through] {
            const bool has_permit = acquire();
            has_permit_.store(has_permit, std::memory_order_relaxed);
            if (has_permit) through.Raise();
          }) {}

    // What becomes of it when it is left alone.
    std::string State() {
      switch (call_->WaitUntilReturnedOrHeldUp()) {
        case CallState::kReturned:
          return has_permit_.load(std::memory_order_relaxed) ? "has a permit"
                                                             : "has given up";
        case CallState::kAsleep:
          return "asleep";
        case CallState::kSpinning:
          return "goes round in circles";
      }
      return "";
    }

   private:
    std::atomic<bool> has_permit_ = false;
    std::optional<WatchedCall> call_;
  };

  std::function<bool()> acquire_ = [this] {
    semaphore_.Acquire();
    return true;
  };
  std::function<bool()> acquire_30_s_ = [this] {
    return semaphore_.AcquireFor(30s);
  };

  // The semaphore outlives those who wait for it, and they outlive the virtual
  // time: a wait that was not ended goes on by the real clock.
  Semaphore semaphore_ = Semaphore(0);
  BoundedSemaphore bounded_ = BoundedSemaphore(2);
  SilentCounter through_;
  std::optional<Waiter> one_;
  std::optional<Waiter> two_;
  std::optional<Waiter> three_;
  VirtualTime time_;
};

TEST_F(SemaphoreTest, HasAsManyPermitsAsItWasGiven) {
  Semaphore semaphore(2);
  semaphore.Acquire();
  EXPECT_TRUE(semaphore.AcquireFor(0s)) << "the second of 2 permits";
  semaphore.Release();
  EXPECT_TRUE(semaphore.AcquireFor(30s)) << "the one that was released";
  semaphore.Release(2);
  semaphore.Acquire();
  EXPECT_TRUE(semaphore.AcquireFor(0s)) << "the second that was released";
  EXPECT_FALSE(semaphore.AcquireFor(0s)) << "a third one of 2";
}

TEST_F(SemaphoreTest, CanGetMorePermitsThanAtFirst) {
  Semaphore semaphore(1);
  semaphore.Release();
  semaphore.Release(2);
  for (int permit = 1; permit <= 4; ++permit) {
    EXPECT_TRUE(semaphore.AcquireFor(0s)) << "permit " << permit << " of 4";
  }
  EXPECT_FALSE(semaphore.AcquireFor(0s)) << "a fifth one of 4";
}

TEST_F(SemaphoreTest, WakesAWaiter) {
  one_.emplace(acquire_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  EXPECT_EQ(time_.sleeps(), 0) << "Acquire sleeps to look again later";
  EXPECT_EQ(time_.timed_waits(), 0)
      << "Acquire waits for a while to look again later";
  semaphore_.Release();
  EXPECT_EQ(one_->State(), "has a permit");
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "while it has the only permit";
}

TEST_F(SemaphoreTest, WakesAWaiterBeforeItsTimeIsOver) {
  one_.emplace(acquire_30_s_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(29s);
  EXPECT_EQ(one_->State(), "asleep");
  semaphore_.Release();
  ASSERT_EQ(time_.sleeps(), 0) << "AcquireFor sleeps to look again later";
  through_.WaitFor(1);
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "while it has the only permit";
}

TEST_F(SemaphoreTest, LetsOneGoOnForEachPermit) {
  one_.emplace(acquire_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  two_.emplace(acquire_, through_);
  EXPECT_EQ(two_->State(), "asleep");
  semaphore_.Release();
  through_.WaitFor(1);
  const bool both = one_->State() != "asleep" && two_->State() != "asleep";
  EXPECT_FALSE(both) << "one permit for two who wait";
  semaphore_.Release();
  one_.reset();
  two_.reset();
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "while two have the 2 permits";
}

TEST_F(SemaphoreTest, LetsAsManyGoOnAsAreReleasedAtOnce) {
  one_.emplace(acquire_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  two_.emplace(acquire_30_s_, through_);
  EXPECT_EQ(two_->State(), "asleep");
  three_.emplace(acquire_, through_);
  EXPECT_EQ(three_->State(), "asleep");
  semaphore_.Release(3);
  one_.reset();
  two_.reset();
  three_.reset();
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "while three have the 3 permits";
}

TEST_F(SemaphoreTest, TimesOut) {
  one_.emplace(acquire_30_s_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  const int waits = time_.timed_waits();
  time_.Advance(30s - 1ms);
  EXPECT_EQ(one_->State(), "asleep") << "after 29.999 s of 30 s";
  EXPECT_EQ(time_.timed_waits(), waits)
      << "AcquireFor waits for a while to look again later";
  time_.Advance(1ms);
  EXPECT_EQ(one_->State(), "has given up") << "after 30 s of 30 s";
}

TEST_F(SemaphoreTest, LosesNoPermitToOneWhoGaveUp) {
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "a permit, and there is none";
  semaphore_.Release();
  EXPECT_TRUE(semaphore_.AcquireFor(0s)) << "the permit that was released";
  one_.emplace(acquire_30_s_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  two_.emplace(acquire_, through_);
  EXPECT_EQ(two_->State(), "asleep");
  time_.Advance(30s);
  EXPECT_EQ(one_->State(), "has given up") << "after 30 s of 30 s";
  EXPECT_EQ(two_->State(), "asleep") << "for there is no permit yet";
  semaphore_.Release();
  EXPECT_EQ(two_->State(), "has a permit");
  EXPECT_FALSE(semaphore_.AcquireFor(0s)) << "while it has the only permit";
}

TEST_F(SemaphoreTest, HasOneTimeoutForTheWholeWait) {
  one_.emplace(acquire_30_s_, through_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(20s);
  // A wait for a condition may end though nobody has ended it.
  time_.WakeSpuriously();
  EXPECT_EQ(one_->State(), "asleep") << "after 20 s of 30 s";
  time_.Advance(10s);
  EXPECT_EQ(one_->State(), "has given up") << "after 30 s of 30 s";
}

TEST_F(SemaphoreTest, IfBoundedWorksAsTheOther) {
  bounded_.Acquire();
  EXPECT_TRUE(bounded_.AcquireFor(0s)) << "the second of 2 permits";
  EXPECT_FALSE(bounded_.AcquireFor(0s)) << "a third one of 2";
  one_.emplace(
      [this] {
        bounded_.Acquire();
        return true;
      },
      through_);
  EXPECT_EQ(one_->State(), "asleep");
  bounded_.Release();
  EXPECT_EQ(one_->State(), "has a permit");
  two_.emplace([this] { return bounded_.AcquireFor(30s); }, through_);
  EXPECT_EQ(two_->State(), "asleep");
  time_.Advance(30s);
  EXPECT_EQ(two_->State(), "has given up") << "after 30 s of 30 s";
  bounded_.Release(2);
  EXPECT_TRUE(bounded_.AcquireFor(0s)) << "the first of 2 permits";
  EXPECT_TRUE(bounded_.AcquireFor(0s)) << "the second of 2 permits";
  EXPECT_FALSE(bounded_.AcquireFor(0s)) << "a third one of 2";
}

TEST_F(SemaphoreTest, IfBoundedNeverHasMorePermitsThanAtFirst) {
  BoundedSemaphore semaphore(2);
  EXPECT_THROW(semaphore.Release(), std::logic_error) << "all 2 are there";
  semaphore.Acquire();
  EXPECT_THROW(semaphore.Release(2), std::logic_error) << "1 of 2 is there";
  EXPECT_TRUE(semaphore.AcquireFor(0s)) << "the second of 2 permits";
  EXPECT_FALSE(semaphore.AcquireFor(0s)) << "one that was refused";
  EXPECT_NO_THROW(semaphore.Release(2)) << "none of 2 is there";
  EXPECT_THROW(semaphore.Release(), std::logic_error) << "all 2 are there";
}

TEST_F(SemaphoreTest, IfBoundedRefusesAPermitMoreThanAnIntCanCount) {
  BoundedSemaphore semaphore(std::numeric_limits<int>::max());
  EXPECT_THROW(semaphore.Release(), std::logic_error)
      << "all are there, and an int that counts one more overflows";
}

TEST(SemaphoreInParallel, OfOneWhoReleasesAndOneWhoAcquires) {
  Semaphore semaphore(0);
  TakeTurns(10, [&] { semaphore.Release(); }, [&] { semaphore.Acquire(); });
  TakeTurns(
      10, [&] { semaphore.Release(2); },
      [&] {
        EXPECT_TRUE(semaphore.AcquireFor(0s));
        EXPECT_TRUE(semaphore.AcquireFor(30s));
      });
  TakeTurns(10, [&] { semaphore.Release(); }, [&] { semaphore.Release(); });
}

TEST(SemaphoreInParallel, OfTwoWhoUseABoundedOne) {
  BoundedSemaphore semaphore(1);
  int uses = 0;
  auto use = [&] {
    semaphore.Acquire();
    ++uses;
    semaphore.Release();
  };
  TakeTurns(10, use, use);
  EXPECT_EQ(uses, 20);
  TakeTurns(
      10, [&] { EXPECT_TRUE(semaphore.AcquireFor(0s)); },
      [&] {
        semaphore.Release();
        EXPECT_THROW(semaphore.Release(), std::logic_error);
      });
}

EVERY_SCHEDULE_TEST(Semaphore, LetsOneInAtATime) {
  Semaphore semaphore(1);
  int inside = 0;
  auto go_in_and_out = [&] {
    semaphore.Acquire();
    EXPECT_EQ(++inside, 1);
    --inside;
    semaphore.Release();
  };
  std::thread other([&] {
    go_in_and_out();
    go_in_and_out();
  });
  go_in_and_out();
  other.join();
}

EVERY_SCHEDULE_TEST(Semaphore, WakesOneForEachPermit) {
  Semaphore semaphore(0);
  std::thread one([&] { semaphore.Acquire(); });
  std::thread two([&] { semaphore.Acquire(); });
  semaphore.Release();
  semaphore.Release();
  one.join();
  two.join();
}

// Here the time may be over at any moment.
EVERY_SCHEDULE_TEST(Semaphore, LosesNoPermitToOneWhoGivesUp) {
  Semaphore semaphore(0);
  bool has_permit = false;
  std::thread one([&] { has_permit = semaphore.AcquireFor(30s); });
  std::thread two([&] { semaphore.Acquire(); });
  semaphore.Release();
  one.join();
  if (has_permit) semaphore.Release();
  two.join();
}

// It may be woken in time, and go on only when the time is over: so long
// somebody waits for another semaphore, in vain.
EVERY_SCHEDULE_TEST(Semaphore, LosesNoPermitToOneWhoIsWokenTooLate) {
  Semaphore semaphore(0);
  Semaphore without_permits(0);
  bool has_permit = false;
  std::thread one([&] { has_permit = semaphore.AcquireFor(30s); });
  std::thread two([&] { semaphore.Acquire(); });
  semaphore.Release();
  EXPECT_FALSE(without_permits.AcquireFor(30s))
      << "a permit, and there is none";
  one.join();
  if (has_permit) semaphore.Release();
  two.join();
}

EVERY_SCHEDULE_TEST(Semaphore, IfBoundedNeverHasMorePermitsThanAtFirst) {
  BoundedSemaphore semaphore(2);
  semaphore.Acquire();
  int errors = 0;
  auto release = [&](int* errors) {
    try {
      semaphore.Release();
    } catch (const std::logic_error&) {
      ++*errors;
    }
  };
  int others_errors = 0;
  std::thread other([&] { release(&others_errors); });
  release(&errors);
  other.join();
  EXPECT_EQ(errors + others_errors, 1)
      << "when two threads release the same permit";
}

}  // namespace
}  // namespace racefree
