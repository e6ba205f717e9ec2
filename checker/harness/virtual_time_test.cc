#include "checker/harness/virtual_time.h"

#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <semaphore>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using namespace std::chrono_literals;

// Calls `wait`, which must end after 30 seconds of virtual time, and not
// before.
template <typename Wait>
void ExpectToTake30Seconds(Wait wait) {
  VirtualTime time;
  WatchedCall call(wait);
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  time.Advance(30s - 1ns);
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  time.Advance(1ns);
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(VirtualTime, StopsTheClocks) {
  VirtualTime time;
  const auto steady = std::chrono::steady_clock::now();
  const auto system = std::chrono::system_clock::now();
  const absl::Time absl_now = absl::Now();
  time.Advance(30s);
  EXPECT_EQ(std::chrono::steady_clock::now() - steady, 30s);
  EXPECT_EQ(std::chrono::system_clock::now() - system, 30s);
  EXPECT_EQ(absl::Now() - absl_now, absl::Seconds(30));
}

TEST(VirtualTime, GivesTheRealClocksBack) {
  const auto before = std::chrono::steady_clock::now();
  {
    VirtualTime().Advance(24h);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - before, 24h);
}

TEST(VirtualTime, EndsAWaitForACondition) {
  std::mutex mutex;
  std::condition_variable condition;
  ExpectToTake30Seconds([&] {
    std::unique_lock lock(mutex);
    EXPECT_FALSE(condition.wait_for(lock, 30s, [] { return false; }));
  });
  ExpectToTake30Seconds([&] {
    std::unique_lock lock(mutex);
    const auto deadline = std::chrono::system_clock::now() + 30s;
    EXPECT_FALSE(condition.wait_until(lock, deadline, [] { return false; }));
  });
  std::condition_variable_any any;
  ExpectToTake30Seconds([&] {
    std::lock_guard lock(mutex);
    EXPECT_FALSE(any.wait_for(mutex, 30s, [] { return false; }));
  });
}

TEST(VirtualTime, EndsAWaitForAnAbslMutex) {
  absl::Mutex mutex;
  bool never = false;
  ExpectToTake30Seconds([&] {
    absl::MutexLock lock(&mutex);
    EXPECT_FALSE(
        mutex.AwaitWithTimeout(absl::Condition(&never), absl::Seconds(30)));
  });
  absl::CondVar condition;
  ExpectToTake30Seconds([&] {
    absl::MutexLock lock(&mutex);
    EXPECT_TRUE(condition.WaitWithTimeout(&mutex, absl::Seconds(30)));
  });
  absl::Notification notification;
  ExpectToTake30Seconds([&] {
    EXPECT_FALSE(
        notification.WaitForNotificationWithTimeout(absl::Seconds(30)));
  });
}

TEST(VirtualTime, EndsAWaitForAFuture) {
  std::promise<void> promise;
  std::future<void> future = promise.get_future();
  ExpectToTake30Seconds(
      [&] { EXPECT_EQ(future.wait_for(30s), std::future_status::timeout); });
}

TEST(VirtualTime, EndsAWaitForASemaphore) {
  std::counting_semaphore<> semaphore(0);
  ExpectToTake30Seconds([&] { EXPECT_FALSE(semaphore.try_acquire_for(30s)); });
  sem_t posix;
  sem_init(&posix, 0, 0);
  ExpectToTake30Seconds([&] {
    timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += 30;
    EXPECT_EQ(sem_timedwait(&posix, &deadline), -1);
  });
  sem_destroy(&posix);
}

TEST(VirtualTime, EndsAndCountsSleeps) {
  ExpectToTake30Seconds([] { std::this_thread::sleep_for(30s); });
  ExpectToTake30Seconds([] {
    std::this_thread::sleep_until(std::chrono::steady_clock::now() + 30s);
  });
  ExpectToTake30Seconds([] { absl::SleepFor(absl::Seconds(30)); });
  ExpectToTake30Seconds([] { sleep(30); });
  VirtualTime time;
  EXPECT_EQ(time.sleeps(), 0);
  WatchedCall call([] { std::this_thread::sleep_for(1ms); });
  call.WaitUntilReturnedOrHeldUp();
  EXPECT_EQ(time.sleeps(), 1);
  time.Advance(1ms);
}

TEST(VirtualTime, LetsANotificationThrough) {
  VirtualTime time;
  std::mutex mutex;
  std::condition_variable condition;
  bool ready = false;
  WatchedCall call([&] {
    std::unique_lock lock(mutex);
    EXPECT_TRUE(condition.wait_for(lock, 30s, [&] { return ready; }));
  });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  {
    std::lock_guard lock(mutex);
    ready = true;
  }
  condition.notify_one();
}

TEST(VirtualTime, EndsAWaitWhoseTimeIsOverAlready) {
  VirtualTime time;
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock lock(mutex);
  EXPECT_FALSE(condition.wait_for(lock, 0s, [] { return false; }));
  EXPECT_FALSE(condition.wait_for(lock, -5s, [] { return false; }));
}

TEST(VirtualTime, AdvancesForSeveralWaitsAtOnce) {
  VirtualTime time;
  std::mutex mutex;
  std::condition_variable condition;
  std::atomic<int> timed_out = 0;
  auto wait = [&](std::chrono::seconds limit) {
    std::unique_lock lock(mutex);
    condition.wait_for(lock, limit, [] { return false; });
    ++timed_out;
  };
  WatchedCall one([&] { wait(10s); });
  WatchedCall two([&] { wait(20s); });
  WatchedCall three([&] { wait(30s); });
  for (WatchedCall* call : {&one, &two, &three}) {
    EXPECT_EQ(call->WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  }
  time.Advance(20s);
  EXPECT_EQ(one.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(two.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(three.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  time.Advance(10s);
}

TEST(VirtualTime, WakesSpuriously) {
  VirtualTime time;
  std::mutex mutex;
  std::condition_variable condition;
  int looks = 0;
  WatchedCall call([&] {
    std::unique_lock lock(mutex);
    condition.wait_for(lock, 30s, [&] {
      ++looks;
      return false;
    });
  });
  for (int wake_ups = 0; wake_ups <= 3; ++wake_ups) {
    EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    EXPECT_EQ(time.timed_waits(), 1 + wake_ups);
    {
      std::lock_guard lock(mutex);
      EXPECT_EQ(looks, 1 + wake_ups);
    }
    time.WakeSpuriously();
  }
  time.Advance(30s);
}

TEST(VirtualTime, WakesNoSleeperSpuriously) {
  VirtualTime time;
  WatchedCall call([] { std::this_thread::sleep_for(30s); });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  time.WakeSpuriously();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  time.Advance(30s);
}

TEST(VirtualTime, EndsNoWaitForASemaphoreSpuriously) {
  sem_t posix;
  sem_init(&posix, 0, 0);
  {
    VirtualTime time;
    WatchedCall call([&] {
      timespec deadline;
      clock_gettime(CLOCK_REALTIME, &deadline);
      deadline.tv_sec += 30;
      EXPECT_EQ(sem_timedwait(&posix, &deadline), 0);
    });
    EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    time.WakeSpuriously();
    sem_post(&posix);
  }
  sem_destroy(&posix);
}

TEST(VirtualTime, LeavesNobodyWaitingWhenItEnds) {
  std::mutex mutex;
  std::condition_variable condition;
  VirtualTime* time = new VirtualTime;
  WatchedCall call([&] {
    std::unique_lock lock(mutex);
    // By then the real clock goes on: this is over in no time.
    condition.wait_for(lock, 1ms, [] { return false; });
  });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  delete time;
}

}  // namespace
}  // namespace racefree
