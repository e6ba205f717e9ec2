#include "lessons/02_pool/close_then_join.h"

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

using Task = std::function<void()>;

void DoNothing() {}

// A pool of one worker that is busy with its first task until it is let go.
class BusyPool {
 public:
  BusyPool() {
    pool_->ApplyAsync([this] {
      begun_.Raise();
      may_end_.WaitFor(1);
      Note();
    });
    begun_.WaitFor(1);
  }

  Pool& pool() { return *pool_; }

  // Hands in a task that waits for the busy worker.
  void ApplyAsync() {
    pool_->ApplyAsync([this] { Note(); });
  }
  void LetWorkerGo() { may_end_.Raise(); }
  void Destroy() { pool_.reset(); }

  // How many tasks are done.
  int done() const { return done_.value(); }
  // The threads that they ran on. To be called when they are done.
  std::set<int> threads() const {
    std::set<int> threads;
    for (int i = 0; i < done(); ++i) threads.insert(threads_[i].load(kRelaxed));
    return threads;
  }

 private:
  void Note() {
    threads_[done_.value()].store(CurrentThreadId(), kRelaxed);
    done_.Raise();
  }

  SilentCounter begun_;
  SilentCounter may_end_;
  SilentCounter done_;
  std::atomic<pid_t> threads_[8] = {};
  std::unique_ptr<Pool> pool_ = std::make_unique<Pool>(1);
};

// A task that needs so many to go on.
Task Meet(SilentCounter& arrivals, int count) {
  return [&arrivals, count] {
    arrivals.Raise();
    arrivals.WaitFor(count);
  };
}

TEST(CloseThenJoin, RunsTheTasksThatAreStillWaiting) {
  SilentCounter last_may_end;
  BusyPool busy;
  for (int i = 0; i < 3; ++i) busy.ApplyAsync();
  busy.pool().ApplyAsync([&last_may_end] { last_may_end.WaitFor(1); });
  busy.pool().Close();
  {
    auto time = std::make_unique<VirtualTime>();
    WatchedCall join([&busy] { busy.pool().Join(); });
    EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "Join while one task is running and four wait";
    EXPECT_EQ(time->sleeps(), 0) << "sleeps for some time, to look again";
    EXPECT_EQ(time->timed_waits(), 0) << "waits for some time, to look again";
    // Lets a Join go on that sleeps for some time.
    time.reset();
    busy.LetWorkerGo();
    EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "Join while the last task is running";
    last_may_end.Raise();
  }
  EXPECT_EQ(busy.done(), 4) << "of 4 short tasks, when Join has returned";
  EXPECT_THAT(busy.threads(), testing::SizeIs(1))
      << "the threads that the tasks of a pool with one worker ran on";
}

TEST(CloseThenJoin, WaitsForTheTaskThatIsRunning) {
  BusyPool busy;
  busy.pool().Close();
  {
    WatchedCall join([&busy] { busy.pool().Join(); });
    EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "Join while the last task is running";
    busy.LetWorkerGo();
  }
  EXPECT_EQ(busy.done(), 1) << "of 1 task, when Join has returned";
}

TEST(CloseThenJoin, RefusesTasksFromCloseOn) {
  SilentCounter runs;
  Pool pool(1);
  const Task run = [&runs] { runs.Raise(); };
  pool.ApplyAsync(run);
  pool.Close();
  EXPECT_THROW(pool.ApplyAsync(run), std::logic_error);
  pool.Join();
  EXPECT_THROW(pool.ApplyAsync(run), std::logic_error);
  EXPECT_EQ(runs.value(), 1) << "of 1 task that was taken in, 2 were refused";
}

TEST(CloseThenJoin, RefusesTasksOfTasksToo) {
  SilentCounter closed;
  SilentCounter refused;
  Pool pool(1);
  pool.ApplyAsync([&] {
    closed.WaitFor(1);
    try {
      pool.ApplyAsync(DoNothing);
    } catch (const std::logic_error&) {
      refused.Raise();
    }
  });
  pool.Close();
  closed.Raise();
  pool.Join();
  EXPECT_EQ(refused.value(), 1);
}

TEST(CloseThenJoin, TakesInTasksOfTasksUntilThen) {
  SilentCounter runs;
  Pool pool(1);
  const Task run = Meet(runs, 1);
  pool.ApplyAsync([&] {
    pool.ApplyAsync(run);
    runs.Raise();
  });
  runs.WaitFor(2);
  pool.Close();
  pool.Join();
  EXPECT_EQ(runs.value(), 2);
}

TEST(CloseThenJoin, ThrowsIfJoinedBeforeItIsClosed) {
  SilentCounter has_thrown;
  SilentCounter runs;
  Pool pool(2);
  // Also while a task is running, and without waiting for it.
  pool.ApplyAsync([&has_thrown] { has_thrown.WaitFor(1); });
  EXPECT_THROW(pool.Join(), std::logic_error);
  has_thrown.Raise();
  // As if nothing had happened: two tasks that need each other to go on.
  for (int i = 0; i < 2; ++i) {
    EXPECT_NO_THROW(pool.ApplyAsync(Meet(runs, 2)))
        << "after a Join that threw";
  }
  pool.Close();
  pool.Join();
  EXPECT_EQ(runs.value(), 2) << "of 2 tasks";
}

TEST(CloseThenJoin, DoesNotWaitInClose) {
  BusyPool busy;
  busy.ApplyAsync();
  {
    WatchedCall close([&busy] { busy.pool().Close(); });
    EXPECT_EQ(close.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "Close while a task is running";
    busy.LetWorkerGo();
  }
  busy.pool().Join();
}

TEST(CloseThenJoin, CanBeDoneOnceMore) {
  SilentCounter runs;
  Pool pool(2);
  pool.ApplyAsync(Meet(runs, 1));
  pool.Close();
  EXPECT_NO_THROW(pool.Close()) << "after Close";
  pool.Join();
  EXPECT_NO_THROW(pool.Join()) << "after Join";
  EXPECT_NO_THROW(pool.Close()) << "after Join";
  EXPECT_EQ(runs.value(), 1) << "of 1 task";
}

TEST(CloseThenJoin, LetsATaskClose) {
  SilentCounter closed;
  Pool pool(2);
  pool.ApplyAsync([&] {
    pool.Close();
    closed.Raise();
  });
  closed.WaitFor(1);
  pool.Join();
  EXPECT_THROW(pool.ApplyAsync(DoNothing), std::logic_error);
}

TEST(CloseThenJoin, EndsThreeSleepingWorkers) {
  SilentCounter arrivals;
  Pool pool(3);
  for (int i = 0; i < 3; ++i) pool.ApplyAsync(Meet(arrivals, 3));
  arrivals.WaitFor(3);
  WaitUntilOthersAreAsleep();
  pool.Close();
  pool.Join();
}

TEST(CloseThenJoin, RunsTasksAtTheSameTimeAlsoWhenClosed) {
  SilentCounter may_end;
  SilentCounter arrivals;
  Pool pool(2);
  for (int i = 0; i < 2; ++i) pool.ApplyAsync([&] { may_end.WaitFor(1); });
  for (int i = 0; i < 2; ++i) pool.ApplyAsync(Meet(arrivals, 2));
  pool.Close();
  may_end.Raise();
  pool.Join();
  EXPECT_EQ(arrivals.value(), 2);
}

TEST(CloseThenJoin, IsLeftToTheDestructorWhereNobodyDoesIt) {
  BusyPool busy;
  for (int i = 0; i < 3; ++i) busy.ApplyAsync();
  {
    WatchedCall destructor([&busy] { busy.Destroy(); });
    EXPECT_EQ(destructor.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "the destructor while one task is running and three wait";
    busy.LetWorkerGo();
  }
  EXPECT_EQ(busy.done(), 4) << "of 4 tasks, when the destructor has returned";
}

TEST(CloseThenJoin, LeavesToTheDestructorWhatIsNotJoined) {
  BusyPool busy;
  busy.ApplyAsync();
  busy.pool().Close();
  busy.LetWorkerGo();
  busy.Destroy();
  EXPECT_EQ(busy.done(), 2) << "of 2 tasks, when the destructor has returned";
}

TEST(CloseThenJoinInParallel, OfTwoThreadsThatHandInTasks) {
  SilentCounter runs;
  Pool pool(2);
  const Task hand_in = [&] {
    const int runs_before = runs.value();
    pool.ApplyAsync(Meet(runs, 1));
    runs.WaitFor(runs_before + 1);
  };
  TakeTurns(5, hand_in, hand_in);
  pool.Close();
  pool.Join();
  EXPECT_EQ(runs.value(), 10) << "of 10 tasks";
}

TEST(CloseThenJoinInParallel, OfOneThreadThatClosesAndOneThatIsRefused) {
  Pool pool(1);
  TakeTurns(
      2, [&pool] { pool.Close(); },
      [&pool] { EXPECT_THROW(pool.ApplyAsync(DoNothing), std::logic_error); });
  pool.Join();
}

TEST(CloseThenJoinInParallel, OfOneThreadThatClosesAndOneThatJoins) {
  Pool pool(1);
  TakeTurns(1, [&pool] { pool.Close(); }, [&pool] { pool.Join(); });
}

EVERY_SCHEDULE_TEST_WITH(CloseThenJoin, EndsAWorker,
                         {.spurious_wake_ups = true, .max_schedules = 6000}) {
  Pool pool(1);
  pool.Close();
  pool.Join();
}

EVERY_SCHEDULE_TEST_WITH(CloseThenJoin, RunsTheTaskBeforeTheEnd,
                         {.spurious_wake_ups = true, .max_schedules = 6000}) {
  int runs = 0;
  Pool pool(1);
  pool.ApplyAsync([&runs] { ++runs; });
  pool.Close();
  pool.Join();
  EXPECT_EQ(runs, 1);
}

EVERY_SCHEDULE_TEST_WITH(CloseThenJoin, EitherRunsATaskOrRefusesIt,
                         {.max_schedules = 6000}) {
  int runs = 0;
  int taken_in = 0;
  Pool pool(1);
  std::thread other([&] {
    try {
      pool.ApplyAsync([&runs] { ++runs; });
      taken_in = 1;
    } catch (const std::logic_error&) {
    }
  });
  pool.Close();
  other.join();
  pool.Join();
  EXPECT_EQ(runs, taken_in) << "runs of the task that was taken in, or refused";
}

}  // namespace
}  // namespace racefree
