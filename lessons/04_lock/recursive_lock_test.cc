#include "lessons/04_lock/recursive_lock.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

void OnAnotherThread(const std::function<void()>& call) {
  std::thread(call).join();
}

// Whether a thread that has nothing to do with it could get the lock now. Gives
// it back.
bool IsFree(RLock& lock) {
  bool free = false;
  OnAnotherThread([&] {
    free = lock.TryAcquire();
    if (free) lock.Release();
  });
  return free;
}

TEST(RecursiveLock, IsFreeAtFirstAndAgainAfterTheRelease) {
  RLock lock;
  EXPECT_TRUE(IsFree(lock));
  lock.Acquire();
  EXPECT_FALSE(IsFree(lock)) << "while this thread has it";
  lock.Release();
  EXPECT_TRUE(IsFree(lock)) << "after the release";
}

TEST(RecursiveLock, CanBeTakenAgainByItsOwner) {
  RLock lock;
  ASSERT_TRUE(lock.TryAcquire());
  ASSERT_TRUE(lock.TryAcquire()) << "by the owner, a second time";
  ASSERT_TRUE(lock.AcquireFor(1h)) << "by the owner, a third time";
  lock.Acquire();
  for (int i = 0; i < 4; ++i) lock.Release();
  EXPECT_TRUE(IsFree(lock)) << "after four releases";
}

TEST(RecursiveLock, IsFreeOnlyAfterTheLastRelease) {
  RLock lock;
  ASSERT_TRUE(lock.TryAcquire());
  ASSERT_TRUE(lock.TryAcquire()) << "by the owner, a second time";
  ASSERT_TRUE(lock.AcquireFor(1h)) << "by the owner, a third time";
  lock.Acquire();
  for (int releases = 1; releases <= 3; ++releases) {
    lock.Release();
    EXPECT_FALSE(IsFree(lock))
        << "acquired four times, released " << releases << " times";
  }
  lock.Release();
  EXPECT_TRUE(IsFree(lock)) << "acquired four times, released four times";
}

TEST(RecursiveLock, CanNotBeReleasedByAThreadThatDoesNotOwnIt) {
  RLock lock;
  lock.Acquire();
  OnAnotherThread([&] { EXPECT_THROW(lock.Release(), std::runtime_error); });
  EXPECT_FALSE(IsFree(lock)) << "after a stranger tried to release it";
  EXPECT_NO_THROW(lock.Release()) << "by the owner";
  EXPECT_TRUE(IsFree(lock)) << "after the owner released it";
}

TEST(RecursiveLock, CanNotBeReleasedWhenNobodyOwnsIt) {
  RLock lock;
  EXPECT_THROW(lock.Release(), std::runtime_error) << "before it was acquired";
  lock.Acquire();
  lock.Release();
  EXPECT_THROW(lock.Release(), std::runtime_error) << "the second time";
  EXPECT_TRUE(IsFree(lock)) << "afterwards";
  lock.Acquire();
  EXPECT_FALSE(IsFree(lock)) << "acquired again";
  EXPECT_NO_THROW(lock.Release());
}

TEST(RecursiveLock, GoesFromThreadToThread) {
  RLock lock;
  for (int round = 0; round < 3; ++round) {
    OnAnotherThread([&] {
      lock.Acquire();
      lock.Release();
      EXPECT_THROW(lock.Release(), std::runtime_error) << "the second time";
    });
    lock.Acquire();
    EXPECT_FALSE(IsFree(lock)) << "acquired by this thread";
    lock.Release();
  }
}

TEST(RecursiveLock, HasNothingToDoWithAnotherLock) {
  RLock mine;
  RLock yours;
  OnAnotherThread([&] {
    yours.Acquire();
    std::thread([&] {
      mine.Acquire();
      EXPECT_FALSE(yours.TryAcquire()) << "of a thread that has another lock";
      EXPECT_THROW(yours.Release(), std::runtime_error);
      mine.Release();
    }).join();
    EXPECT_TRUE(IsFree(mine));
    EXPECT_FALSE(IsFree(yours));
    yours.Release();
  });
}

// With the time standing still, whoever sleeps for some time and then looks
// again waits for ever.
TEST(RecursiveLock, LetsOthersSleepUntilItIsReleased) {
  const VirtualTime time;
  RLock lock;
  lock.Acquire();
  bool acquired = false;
  {
    WatchedCall other([&] {
      lock.Acquire();
      acquired = true;
      lock.Release();
    });
    EXPECT_EQ(other.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    EXPECT_EQ(time.timed_waits(), 0) << "waits for a while to look again later";
    lock.Release();
  }
  EXPECT_TRUE(acquired);
  EXPECT_TRUE(IsFree(lock));
}

TEST(RecursiveLock, IsAcquiredInTimeWhenItIsReleased) {
  VirtualTime time;
  RLock lock;
  lock.Acquire();
  bool acquired = false;
  {
    WatchedCall other([&] {
      acquired = lock.AcquireFor(1h);
      if (acquired) lock.Release();
    });
    EXPECT_EQ(other.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "waiting for an hour";
    const int waits = time.timed_waits();
    time.Advance(59min);
    EXPECT_EQ(other.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "waiting for an hour, after 59 minutes";
    EXPECT_EQ(time.timed_waits(), waits)
        << "waits for a while to look again later";
    lock.Release();
  }
  EXPECT_TRUE(acquired) << "released before the hour was over";
}

TEST(RecursiveLock, IsNotAcquiredWhenTheTimeHasPassed) {
  RLock lock;
  lock.Acquire();
  OnAnotherThread([&] {
    EXPECT_FALSE(lock.AcquireFor(1ms));
    EXPECT_FALSE(lock.AcquireFor(0ms));
    EXPECT_FALSE(lock.AcquireFor(-1ms));
    EXPECT_THROW(lock.Release(), std::runtime_error)
        << "by a thread that did not get it";
  });
  EXPECT_TRUE(lock.AcquireFor(0ms)) << "by the owner";
  lock.Release();
  lock.Release();
  EXPECT_TRUE(IsFree(lock));
}

TEST(RecursiveLockInParallel, GuardsWhatTwoThreadsChange) {
  RLock lock;
  int guarded = 0;
  auto change = [&] {
    lock.Acquire();
    lock.Acquire();
    ++guarded;
    lock.Release();
    ++guarded;
    lock.Release();
  };
  TakeTurns(5, change, change);
  EXPECT_EQ(guarded, 20);
}

TEST(RecursiveLockInParallel, GuardsWhatIsChangedWithoutWaiting) {
  RLock lock;
  int guarded = 0;
  TakeTurns(
      5,
      [&] {
        EXPECT_TRUE(lock.TryAcquire());
        EXPECT_TRUE(lock.TryAcquire());
        ++guarded;
        lock.Release();
        lock.Release();
      },
      [&] {
        EXPECT_TRUE(lock.AcquireFor(1h));
        EXPECT_TRUE(lock.AcquireFor(1h));
        ++guarded;
        lock.Release();
        lock.Release();
      });
  EXPECT_EQ(guarded, 10);
}

TEST(RecursiveLockInParallel, IsLookedAtByStrangers) {
  RLock lock;
  TakeTurns(
      5,
      [&] {
        lock.Acquire();
        lock.Release();
      },
      [&] { EXPECT_THROW(lock.Release(), std::runtime_error); });
}

EVERY_SCHEDULE_TEST(RecursiveLock, IsHeldByOneOfTwoThreads) {
  RLock lock;
  int guarded = 0;
  auto change = [&] {
    lock.Acquire();
    lock.Acquire();
    ++guarded;
    lock.Release();
    ++guarded;
    lock.Release();
  };
  std::thread one(change);
  std::thread two(change);
  one.join();
  two.join();
  EXPECT_EQ(guarded, 4);
}

EVERY_SCHEDULE_TEST(RecursiveLock, IsHeldByOneOfTwoThreadsWhenItIsTakenBack) {
  RLock lock;
  int guarded = 0;
  auto change = [&] {
    lock.Acquire();
    ++guarded;
    lock.Release();
  };
  std::thread other(change);
  change();
  change();
  other.join();
  EXPECT_EQ(guarded, 3);
}

// Here a wait ends by time only if nothing else can go on.
EVERY_SCHEDULE_TEST_WITH(RecursiveLock, IsNotGivenUpBeforeTheTimeHasPassed,
                         {.time = explore::TimeModel::kWhenIdle}) {
  RLock lock;
  lock.Acquire();
  std::thread other([&] {
    if (lock.AcquireFor(30s)) {
      lock.Release();
    } else {
      ADD_FAILURE() << "AcquireFor(30s) gave up though the lock became free";
    }
  });
  lock.Release();
  lock.Acquire();
  lock.Release();
  other.join();
}

EVERY_SCHEDULE_TEST(RecursiveLock, IsGivenUpWhenTheTimeHasPassed) {
  RLock lock;
  lock.Acquire();
  std::thread other([&] { EXPECT_FALSE(lock.AcquireFor(30s)); });
  other.join();
  lock.Release();
}

// It may be woken in time, and go on only when the time is over: so long this
// thread waits for something that never comes.
EVERY_SCHEDULE_TEST(RecursiveLock, IsNotLostToOneWhoIsWokenTooLate) {
  RLock lock;
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock waiting(mutex);
  lock.Acquire();
  std::thread one([&] {
    if (lock.AcquireFor(30s)) lock.Release();
  });
  std::thread two([&] {
    lock.Acquire();
    lock.Release();
  });
  lock.Release();
  never.wait_for(waiting, std::chrono::nanoseconds(30s));
  one.join();
  two.join();
}

// After 20 seconds it is woken, and somebody else is faster.
EVERY_SCHEDULE_TEST_WITH(RecursiveLock, IsGivenUpInTimeEvenByOneWhoWasWoken,
                         {.time = explore::TimeModel::kWhenIdle}) {
  RLock lock;
  bool has_returned = false;
  // Ends by time only: nobody notifies.
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock waiting(mutex);
  lock.Acquire();
  std::thread other([&] {
    if (lock.AcquireFor(30s)) lock.Release();
    std::lock_guard returning(mutex);
    has_returned = true;
  });
  never.wait_for(waiting, std::chrono::nanoseconds(20s));
  lock.Release();
  lock.Acquire();
  never.wait_for(waiting, std::chrono::nanoseconds(20s));
  EXPECT_TRUE(has_returned) << "after 40 s of 30 s";
  waiting.unlock();
  lock.Release();
  other.join();
}

}  // namespace
}  // namespace racefree
