#include "lessons/02_pool/apply_async.h"

#include <functional>
#include <future>
#include <memory>
#include <semaphore>
#include <set>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// Most tasks here are of these two types: each type of its own that a pool is
// given costs the compiler a tenth of a second.
using VoidTask = std::function<void()>;
using IntTask = std::function<int()>;

IntTask Bring(int value) {
  return [value] { return value; };
}

// A task that tells its thread, and that goes on when `count` have come here.
IntTask MeetAndTellThread(SilentCounter& arrivals, int count) {
  return [&arrivals, count]() -> int {
    arrivals.Raise();
    arrivals.WaitFor(count);
    return CurrentThreadId();
  };
}

VoidTask Raise(SilentCounter& counter) {
  return [&counter] { counter.Raise(); };
}

VoidTask WaitFor(const SilentCounter& counter, int value) {
  return [&counter, value] { counter.WaitFor(value); };
}

// Runs one task on each worker of a pool, which has to have this many.
void RunOnEachWorker(Pool& pool, int workers) {
  SilentCounter arrivals;
  std::vector<std::future<int>> ends;
  for (int i = 0; i < workers; ++i) {
    ends.push_back(pool.ApplyAsync(MeetAndTellThread(arrivals, workers)));
  }
  for (std::future<int>& end : ends) end.get();
}

// A task that no longer has its answer when it has been destroyed, and that is
// slow to copy and to move: meanwhile the workers go as far as they can, and
// sleep again if they find nothing to do. The result cannot be copied.
class Question {
 public:
  Question() = default;
  Question(const Question&) { WaitUntilOthersAreAsleep(); }
  ~Question() { answer_ = 0; }

  std::unique_ptr<int> operator()() const {
    return std::make_unique<int>(answer_);
  }

 private:
  volatile int answer_ = 42;
};

TEST(ApplyAsync, KeepsTheTaskUntilItHasRun) {
  SilentCounter all_given;
  Pool pool(1);
  pool.ApplyAsync(WaitFor(all_given, 1));
  std::future<std::unique_ptr<int>> answer;
  {
    const Question question;
    answer = pool.ApplyAsync(question);
  }
  all_given.Raise();
  EXPECT_EQ(*answer.get(), 42)
      << "the task ran when its function object had been destroyed";
}

TEST(ApplyAsync, GivesAFutureOfTheResult) {
  Pool pool(2);
  std::future<int> answer = pool.ApplyAsync(Bring(42));
  EXPECT_EQ(answer.get(), 42);
}

TEST(ApplyAsync, TakesATaskWithoutAResult) {
  SilentCounter runs;
  Pool pool(1);
  std::future<void> end = pool.ApplyAsync(Raise(runs));
  end.get();
  EXPECT_EQ(runs.value(), 1);
}

TEST(ApplyAsync, HandsOutAResultThatCannotBeCopied) {
  Pool pool(1);
  std::future<std::unique_ptr<int>> result = pool.ApplyAsync(Question());
  EXPECT_EQ(*result.get(), 42);
}

TEST(ApplyAsync, ReturnsBeforeTheTaskHasRun) {
  SilentCounter begun;
  SilentCounter returned;
  Pool pool(1);
  const IntTask task = [&] {
    begun.Raise();
    returned.WaitFor(1);
    return 1;
  };
  std::future<int> one = pool.ApplyAsync(task);
  begun.WaitFor(1);
  // The only worker is busy, and still these do not wait for it.
  std::future<int> two = pool.ApplyAsync(task);
  std::future<int> three = pool.ApplyAsync(Bring(3));
  for (int i = 0; i < 100; ++i) pool.ApplyAsync(Bring(4));
  returned.Raise();
  EXPECT_EQ(one.get(), 1);
  EXPECT_EQ(two.get(), 1);
  EXPECT_EQ(three.get(), 3);
}

TEST(ApplyAsync, RunsAsManyTasksAtOnceAsThereAreWorkers) {
  Pool pool(3);
  // Each task needs the other two to go on.
  RunOnEachWorker(pool, 3);
}

TEST(ApplyAsync, RunsAllTasksOnTheSameFewThreads) {
  SilentCounter arrivals;
  Pool pool(3);
  std::vector<std::future<int>> futures;
  for (int i = 0; i < 12; ++i) {
    futures.push_back(pool.ApplyAsync(MeetAndTellThread(arrivals, 3)));
  }
  std::set<int> threads;
  for (std::future<int>& future : futures) threads.insert(future.get());
  EXPECT_THAT(threads, testing::Not(testing::Contains(CurrentThreadId())))
      << "a task ran on the thread that called ApplyAsync or get()";
  EXPECT_THAT(threads, testing::SizeIs(3))
      << "the threads that 12 tasks of a pool of 3 workers ran on";
}

TEST(ApplyAsync, BeginsTasksInTheOrderGiven) {
  SilentCounter all_given;
  std::vector<int> order;
  Pool pool(1);
  std::vector<std::future<void>> ends;
  ends.push_back(pool.ApplyAsync(WaitFor(all_given, 1)));
  for (int i = 1; i <= 4; ++i) {
    ends.push_back(
        pool.ApplyAsync(VoidTask([&order, i] { order.push_back(i); })));
  }
  all_given.Raise();
  for (std::future<void>& end : ends) end.get();
  EXPECT_THAT(order, testing::ElementsAre(1, 2, 3, 4));
}

TEST(ApplyAsync, GivesTheNextTaskToWhicheverWorkerIsFree) {
  SilentCounter ends;
  Pool pool(2);
  // One worker stays busy until the other has done all the rest.
  std::future<void> long_task = pool.ApplyAsync(WaitFor(ends, 4));
  for (int i = 0; i < 4; ++i) pool.ApplyAsync(Raise(ends));
  long_task.get();
  EXPECT_EQ(ends.value(), 4);
}

TEST(ApplyAsync, LeavesAnotherPoolAlone) {
  SilentCounter first_and_other;
  SilentCounter second_alone;
  Pool pool(1);
  Pool other(1);
  // Goes on when the task of the other pool has run.
  std::future<int> first =
      pool.ApplyAsync(MeetAndTellThread(first_and_other, 2));
  std::future<int> second = pool.ApplyAsync(MeetAndTellThread(second_alone, 1));
  other.ApplyAsync(Raise(first_and_other));
  EXPECT_EQ(first.get(), second.get())
      << "threads of two tasks of a pool with one worker; there is another "
         "pool, too";
}

TEST(ApplyAsync, CanBeCalledByATask) {
  Pool pool(1);
  std::future<int> inner;
  pool.ApplyAsync(VoidTask([&] { inner = pool.ApplyAsync(Bring(7)); })).get();
  EXPECT_EQ(inner.get(), 7);
}

TEST(ApplyAsync, LetsIdleWorkersSleep) {
  Pool pool(3);
  RunOnEachWorker(pool, 3);
  EXPECT_TRUE(WaitUntilOthersAreAsleep())
      << "a worker without work is not asleep";
  EXPECT_EQ(pool.ApplyAsync(Bring(1)).get(), 1) << "after their sleep";
}

TEST(ApplyAsync, WakesAWorkerWhenTheTaskIsThereAndNotBefore) {
  Pool pool(1);
  RunOnEachWorker(pool, 1);
  WaitUntilOthersAreAsleep();
  EXPECT_EQ(*pool.ApplyAsync(Question()).get(), 42);
}

TEST(ApplyAsync, LetsWorkersSleepUntilThereIsWork) {
  Pool pool(1);
  RunOnEachWorker(pool, 1);
  WaitUntilOthersAreAsleep();
  // From here on, time stands still.
  VirtualTime time;
  EXPECT_EQ(pool.ApplyAsync(Bring(1)).get(), 1);
  WaitUntilOthersAreAsleep();
  EXPECT_EQ(time.sleeps(), 0) << "sleeps for some time, to look again";
  EXPECT_EQ(time.timed_waits(), 0) << "waits for some time, to look again";
}

TEST(ApplyAsync, LetsThreeSleepingWorkersEnd) {
  Pool pool(3);
  RunOnEachWorker(pool, 3);
  WaitUntilOthersAreAsleep();
  // Now the destructor.
}

TEST(ApplyAsync, NeedsNoTaskToEnd) { Pool pool(3); }

TEST(ApplyAsync, LeavesNoTaskUndoneAtTheEnd) {
  SilentCounter may_end;
  SilentCounter done;
  auto pool = std::make_unique<Pool>(1);
  pool->ApplyAsync(VoidTask([&] {
    may_end.WaitFor(1);
    done.Raise();
  }));
  for (int i = 0; i < 3; ++i) pool->ApplyAsync(Raise(done));
  {
    WatchedCall destructor([&pool] { pool.reset(); });
    EXPECT_EQ(destructor.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "the destructor while a task is running";
    may_end.Raise();
  }
  EXPECT_EQ(done.value(), 4) << "of 4 tasks, when the destructor has returned";
}

TEST(ApplyAsyncInParallel, OfTwoThreads) {
  Pool pool(2);
  const std::function<void()> ask = [&pool] {
    EXPECT_EQ(pool.ApplyAsync(Bring(5)).get(), 5);
  };
  TakeTurns(10, ask, ask);
}

TEST(ApplyAsyncInParallel, OfTasksThatEndAtTheSameTime) {
  Pool pool(2);
  for (int i = 0; i < 5; ++i) RunOnEachWorker(pool, 2);
}

EVERY_SCHEDULE_TEST_WITH(ApplyAsync, WakesAWorker,
                         {.spurious_wake_ups = true, .max_schedules = 2000}) {
  Pool pool(1);
  std::future<int> sum = pool.ApplyAsync(Bring(2));
  EXPECT_EQ(sum.get(), 2);
}

// More preemptions would be too many schedules: there are three threads.
EVERY_SCHEDULE_TEST_WITH(ApplyAsync, WakesTwoWorkersForTwoTasks,
                         {.search = explore::SearchKind::kPreemptionBound,
                          .bound = 1}) {
  std::binary_semaphore first_ran(0);
  std::binary_semaphore last_runs(0);
  Pool pool(2);
  pool.ApplyAsync(VoidTask([&first_ran] { first_ran.release(); }));
  first_ran.acquire();
  // Of these, the one needs the other to go on.
  pool.ApplyAsync(VoidTask([&last_runs] { last_runs.acquire(); }));
  pool.ApplyAsync(VoidTask([&last_runs] { last_runs.release(); }));
}

EVERY_SCHEDULE_TEST_WITH(ApplyAsync, LeavesNoTaskUndone,
                         {.max_schedules = 2000}) {
  int done = 0;
  {
    Pool pool(1);
    pool.ApplyAsync(VoidTask([&done] { ++done; }));
    pool.ApplyAsync(VoidTask([&done] { ++done; }));
  }
  EXPECT_EQ(done, 2);
}

EVERY_SCHEDULE_TEST_WITH(ApplyAsync, ServesTwoThreadsByOneWorker,
                         {.max_schedules = 2000}) {
  std::set<std::thread::id> workers;
  {
    Pool pool(1);
    const VoidTask run = [&] { workers.insert(std::this_thread::get_id()); };
    std::thread other([&] { pool.ApplyAsync(run); });
    pool.ApplyAsync(run);
    other.join();
  }
  EXPECT_EQ(workers.size(), 1) << "threads that ran the tasks";
}

}  // namespace
}  // namespace racefree
