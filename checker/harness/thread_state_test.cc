#include "checker/harness/thread_state.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "checker/harness/silent_counter.h"
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

TEST(ThreadState, OthersAreAsleepIfThereAreNone) {
  EXPECT_TRUE(OthersAreAsleep());
}

TEST(ThreadState, OthersAreNotAsleepAsLongAsOneOfThemRuns) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::atomic<bool> stop = false;
  std::thread sleeper([&] { std::lock_guard wait(mutex); });
  std::thread runner([&] {
    while (!stop) {
    }
  });
  for (int look = 0; look < 1000; ++look) EXPECT_FALSE(OthersAreAsleep());
  EXPECT_FALSE(WaitUntilOthersAreAsleep());
  stop = true;
  runner.join();
  EXPECT_TRUE(WaitUntilOthersAreAsleep());
  EXPECT_TRUE(OthersAreAsleep());
  lock.unlock();
  sleeper.join();
}

// At each moment, one of the two runs: a look at one after the other would see
// both asleep now and then.
TEST(ThreadState, OthersAreNotAsleepIfTheyWakeEachOther) {
  SilentCounter turns;
  std::atomic<bool> stop = false;
  auto play = [&](int first_turn) {
    for (int turn = first_turn; !stop; turn += 2) {
      turns.WaitFor(turn);
      turns.Raise();
    }
  };
  std::thread first(play, 0);
  std::thread second(play, 1);
  turns.WaitFor(2);
  int seen_asleep = 0;
  for (int look = 0; look < 10'000; ++look) seen_asleep += OthersAreAsleep();
  stop = true;
  // So that neither waits for the other, which has stopped.
  for (int i = 0; i < 4; ++i) turns.Raise();
  first.join();
  second.join();
  EXPECT_EQ(seen_asleep, 0);
}

TEST(WatchedCall, HasStatesWithNames) {
  EXPECT_EQ(testing::PrintToString(CallState::kReturned), "returned");
  EXPECT_EQ(testing::PrintToString(CallState::kAsleep), "asleep");
  EXPECT_EQ(testing::PrintToString(CallState::kSpinning), "spinning");
}

TEST(WatchedCall, IsSeenToReturn) {
  int calls = 0;
  {
    WatchedCall call([&] { ++calls; });
    EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
    EXPECT_TRUE(call.has_returned());
  }
  EXPECT_EQ(calls, 1);
}

TEST(WatchedCall, IsSeenToWaitForALock) {
  std::mutex mutex;
  mutex.lock();
  WatchedCall call([&] { std::lock_guard lock(mutex); });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_FALSE(call.has_returned());
  mutex.unlock();
}

// The lock is held by a thread that runs, and will give it back.
TEST(WatchedCall, IsNotHeldUpByAThreadThatStillRuns) {
  std::mutex mutex;
  std::atomic<bool> holds_it = false;
  std::thread holder([&] {
    std::lock_guard lock(mutex);
    holds_it = true;
    // Some work, by the amount and not by the clock.
    for (volatile int i = 0; i < 1'000'000; i = i + 1) {
    }
  });
  while (!holds_it) std::this_thread::yield();
  WatchedCall call([&] { std::lock_guard lock(mutex); });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  holder.join();
}

TEST(WatchedCall, IsHeldUpByAThreadThatRunsForEver) {
  std::mutex mutex;
  std::atomic<bool> stop = false;
  std::thread other([&] {
    while (!stop) {
    }
  });
  mutex.lock();
  WatchedCall call([&] { std::lock_guard lock(mutex); });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  mutex.unlock();
  stop = true;
  other.join();
}

TEST(WatchedCall, IsSeenToSpin) {
  std::atomic_flag flag;
  flag.test_and_set();
  WatchedCall call([&] {
    while (flag.test_and_set()) {
    }
  });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kSpinning);
  EXPECT_FALSE(call.has_returned());
  flag.clear();
}

TEST(WatchedCall, IsSeenToSpinEvenIfItYields) {
  std::atomic_flag flag;
  flag.test_and_set();
  WatchedCall call([&] {
    while (flag.test_and_set()) std::this_thread::yield();
  });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kSpinning);
  EXPECT_FALSE(call.has_returned());
  flag.clear();
}

}  // namespace
}  // namespace racefree
