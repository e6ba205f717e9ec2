#include "checker/harness/thread_state.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "gtest/gtest.h"

namespace racefree {
namespace {

TEST(ThreadState, AThreadThatLooksAtItselfIsNotAsleep) {
  EXPECT_FALSE(IsAsleep(CurrentThreadId()));
}

TEST(ThreadState, AThreadThatWaitsForAJoinIsAsleep) {
  const pid_t starter = CurrentThreadId();
  // Ends only once the starter is seen asleep.
  std::thread observer([starter] {
    while (!IsAsleep(starter)) std::this_thread::yield();
  });
  observer.join();
}

TEST(ThreadState, AJoinedThreadHasEnded) {
  pid_t thread_id = 0;
  std::thread thread([&] {
    thread_id = CurrentThreadId();
    EXPECT_FALSE(HasEnded(thread_id));
  });
  thread.join();
  while (!HasEnded(thread_id)) std::this_thread::yield();
  EXPECT_FALSE(IsAsleep(thread_id));
}

TEST(WatchedCall, IsSeenToReturn) {
  int calls = 0;
  {
    WatchedCall call([&] { ++calls; });
    call.WaitUntilReturnedOrHeldUp();
    EXPECT_TRUE(call.has_returned());
  }
  EXPECT_EQ(calls, 1);
}

TEST(WatchedCall, IsSeenToWaitForALock) {
  std::mutex mutex;
  mutex.lock();
  WatchedCall call([&] { std::lock_guard lock(mutex); });
  call.WaitUntilReturnedOrHeldUp();
  EXPECT_FALSE(call.has_returned());
  mutex.unlock();
}

TEST(WatchedCall, IsSeenToSpin) {
  std::atomic_flag flag;
  flag.test_and_set();
  WatchedCall call([&] {
    while (flag.test_and_set()) {
    }
  });
  call.WaitUntilReturnedOrHeldUp();
  EXPECT_FALSE(call.has_returned());
  flag.clear();
}

TEST(WatchedCall, IsSeenToSpinEvenIfItYields) {
  std::atomic_flag flag;
  flag.test_and_set();
  WatchedCall call([&] {
    while (flag.test_and_set()) std::this_thread::yield();
  });
  call.WaitUntilReturnedOrHeldUp();
  EXPECT_FALSE(call.has_returned());
  flag.clear();
}

}  // namespace
}  // namespace racefree
