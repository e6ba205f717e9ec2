#include "lessons/02_pool/nested_submit.h"

#include <sched.h>
#include <sys/types.h>

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/silent_counter.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// A thread's number. Orders nothing that ThreadSanitizer could see.
using ThreadId = std::atomic<pid_t>;

// Tasks are made by functions, where several tests have the same: each lambda
// costs compile time.
using Task = std::function<int()>;

Task Bring(int value) {
  return [value] { return value; };
}

int Fail() { throw std::runtime_error("no result"); }

// A task that adds 1 to what another task brings.
Task AddOneToTen(Pool& pool) {
  return [&pool] { return 1 + pool.Await(pool.ApplyAsync(Bring(10))); };
}

// A task that adds up 1 to n, all but n by another task.
Task SumUpTo(Pool& pool, int n) {
  return [&pool, n] {
    if (n == 0) return 0;
    return n + pool.Await(pool.ApplyAsync(SumUpTo(pool, n - 1)));
  };
}

// A task that tells that it runs, and goes on when it may. It brings 1.
Task Hold(SilentCounter& runs, const SilentCounter& may_go_on) {
  return [&runs, &may_go_on] {
    runs.Raise();
    may_go_on.WaitFor(1);
    return 1;
  };
}

// A task that notes the thread it runs on. It brings 2.
Task NoteThread(ThreadId& id) {
  return [&id] {
    id.store(CurrentThreadId(), kRelaxed);
    return 2;
  };
}

TEST(NestedSubmit, EndsEvenWithOneWorker) {
  Pool pool(1);
  EXPECT_EQ(pool.Await(pool.ApplyAsync(AddOneToTen(pool))), 11);
}

TEST(NestedSubmit, MayBeDeeperThanThereAreWorkers) {
  Pool pool(1);
  EXPECT_EQ(pool.Await(pool.ApplyAsync(SumUpTo(pool, 10))), 55);
}

TEST(NestedSubmit, MayWaitForTheLastOfSeveral) {
  Pool pool(1);
  EXPECT_EQ(pool.Await(pool.ApplyAsync([&] {
    std::future<int> one = pool.ApplyAsync(Bring(1));
    std::future<int> two = pool.ApplyAsync(Bring(20));
    std::future<int> three = pool.ApplyAsync(Bring(300));
    int sum = pool.Await(std::move(three));
    sum += pool.Await(std::move(two));
    return sum + pool.Await(std::move(one));
  })),
            321);
}

TEST(NestedSubmit, BringsExceptionsToWhoeverWaits) {
  Pool pool(1);
  const Task nested = [&pool] { return pool.Await(pool.ApplyAsync(Fail)); };
  EXPECT_THROW(pool.Await(pool.ApplyAsync(Fail)), std::runtime_error);
  EXPECT_THROW(pool.Await(pool.ApplyAsync(nested)), std::runtime_error);
  EXPECT_EQ(pool.Await(pool.ApplyAsync(Bring(7))), 7);
}

TEST(NestedSubmit, DoesNotMakeAThreadFromOutsideWork) {
  ThreadId id = 0;
  SilentCounter first_runs;
  SilentCounter go_on;
  Pool pool(1);
  std::future<int> first = pool.ApplyAsync(Hold(first_runs, go_on));
  first_runs.WaitFor(1);
  std::future<int> second = pool.ApplyAsync(NoteThread(id));
  ThreadId caller = 0;
  {
    // It has to wait, and there is a task that it could run.
    WatchedCall await([&] {
      caller.store(CurrentThreadId(), kRelaxed);
      EXPECT_EQ(pool.Await(std::move(second)), 2);
    });
    EXPECT_EQ(await.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "a thread from outside, while the worker is busy";
    go_on.Raise();
  }
  EXPECT_EQ(pool.Await(std::move(first)), 1);
  EXPECT_NE(id.load(), caller.load()) << "the task ran on the caller's thread";
}

// A task that notes its thread; and so does a task that it waits for, and so
// on, down to level 0.
Task NoteThreads(Pool& pool, ThreadId ids[], int level) {
  return [&pool, ids, level] {
    ids[level].store(CurrentThreadId(), kRelaxed);
    if (level == 0) return 0;
    return pool.Await(pool.ApplyAsync(NoteThreads(pool, ids, level - 1)));
  };
}

TEST(NestedSubmit, NeedsNoMoreThreadsThanThereAreWorkers) {
  ThreadId ids[6] = {};
  Pool pool(1);
  pool.Await(pool.ApplyAsync(NoteThreads(pool, ids, 5)));
  std::set<int> threads;
  for (const ThreadId& id : ids) threads.insert(id.load(kRelaxed));
  EXPECT_THAT(threads, testing::SizeIs(1)) << "threads, with 1 worker";
  EXPECT_THAT(threads, testing::Not(testing::Contains(CurrentThreadId())))
      << "the caller's own thread";
}

TEST(NestedSubmit, DoesNotMakeAWorkerOfAnotherPoolWork) {
  ThreadId other_worker = 0;
  ThreadId id = 0;
  SilentCounter first_runs;
  SilentCounter go_on;
  Pool pool(1);
  std::future<int> first = pool.ApplyAsync(Hold(first_runs, go_on));
  first_runs.WaitFor(1);
  std::future<int> second = pool.ApplyAsync(NoteThread(id));
  Pool other_pool(1);
  std::future<int> third = other_pool.ApplyAsync([&] {
    other_worker.store(CurrentThreadId(), kRelaxed);
    return pool.Await(std::move(second));
  });
  while (other_worker.load(kRelaxed) == 0) sched_yield();
  WaitUntilOthersAreAsleep();
  go_on.Raise();
  EXPECT_EQ(other_pool.Await(std::move(third)), 2);
  EXPECT_EQ(pool.Await(std::move(first)), 1);
  EXPECT_NE(id.load(), other_worker.load())
      << "the task ran on a worker of the other pool";
}

TEST(NestedSubmit, LetsOthersSubmitWhileAWorkerHelps) {
  SilentCounter child_runs;
  SilentCounter child_may_go_on;
  Pool pool(1);
  std::future<int> result = pool.ApplyAsync([&] {
    return pool.Await(pool.ApplyAsync(Hold(child_runs, child_may_go_on)));
  });
  child_runs.WaitFor(1);
  std::future<int> later = pool.ApplyAsync(Bring(2));
  child_may_go_on.Raise();
  EXPECT_EQ(pool.Await(std::move(result)), 1);
  EXPECT_EQ(pool.Await(std::move(later)), 2);
}

// Two tasks that need each other to go on, and end in this order: first the one
// that is not run by `helper`.
class Pair {
 public:
  int Meet() {
    arrivals_.Raise();
    arrivals_.WaitFor(2);
    (CurrentThreadId() == helper_.load(kRelaxed) ? helper_may_end_
                                                 : other_may_end_)
        .WaitFor(1);
    return 1;
  }
  void SetHelper() { helper_.store(CurrentThreadId(), kRelaxed); }
  void LetEnd() {
    arrivals_.WaitFor(2);
    other_may_end_.Raise();
    WaitUntilOthersAreAsleep();
    helper_may_end_.Raise();
  }

 private:
  ThreadId helper_ = 0;
  SilentCounter arrivals_;
  SilentCounter other_may_end_;
  SilentCounter helper_may_end_;
};

TEST(NestedSubmit, LetsTheTasksOfOneTaskRunAtTheSameTime) {
  Pair pair;
  Pool pool(2);
  std::future<int> result = pool.ApplyAsync([&] {
    pair.SetHelper();
    const Task meet = [&pair] { return pair.Meet(); };
    std::future<int> one = pool.ApplyAsync(meet);
    std::future<int> two = pool.ApplyAsync(meet);
    const int sum = pool.Await(std::move(one));
    return sum + pool.Await(std::move(two));
  });
  pair.LetEnd();
  EXPECT_EQ(pool.Await(std::move(result)), 2);
}

TEST(NestedSubmit, LetsAWorkerThatWaitsRunWhatComesLater) {
  Pair pair;
  SilentCounter child_runs;
  SilentCounter child_may_go_on;
  Pool pool(2);
  // Time stands still: who looks again after a while never does.
  VirtualTime time;
  std::future<int> result = pool.ApplyAsync([&] {
    std::future<int> child = pool.ApplyAsync(Hold(child_runs, child_may_go_on));
    // The other worker has it: there is nothing to run.
    child_runs.WaitFor(1);
    pair.SetHelper();
    return pool.Await(std::move(child));
  });
  child_runs.WaitFor(1);
  EXPECT_TRUE(WaitUntilOthersAreAsleep())
      << "a worker that waits is not asleep when there is nothing to run";
  // Only the worker that waits can run this.
  EXPECT_EQ(pool.Await(pool.ApplyAsync(Bring(7))), 7);
  WaitUntilOthersAreAsleep();
  child_may_go_on.Raise();
  EXPECT_EQ(pool.Await(std::move(result)), 1);
  EXPECT_EQ(time.sleeps(), 0) << "sleeps, to look again later";
}

TEST(NestedSubmit, TellsOfAResultWhoeverWaitsForIt) {
  SilentCounter child_runs;
  SilentCounter child_may_go_on;
  SilentCounter parent_waits;
  Pool pool(3);
  std::future<int> result = pool.ApplyAsync([&] {
    std::future<int> child = pool.ApplyAsync(Hold(child_runs, child_may_go_on));
    child_runs.WaitFor(1);
    // The third worker, who has nothing to do with it, sleeps first.
    WaitUntilOthersAreAsleep();
    parent_waits.Raise();
    return pool.Await(std::move(child));
  });
  parent_waits.WaitFor(1);
  WaitUntilOthersAreAsleep();
  child_may_go_on.Raise();
  EXPECT_EQ(pool.Await(std::move(result)), 1);
}

TEST(NestedSubmit, WaitsForAllTasksInTheDestructor) {
  SilentCounter first_runs;
  SilentCounter go_on;
  auto pool = std::make_unique<Pool>(1);
  pool->ApplyAsync(Hold(first_runs, go_on));
  first_runs.WaitFor(1);
  std::future<int> second = pool->ApplyAsync(Bring(2));
  {
    WatchedCall destructor([&pool] { pool.reset(); });
    EXPECT_EQ(destructor.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "the destructor, while one task is running and one waits";
    go_on.Raise();
  }
  EXPECT_EQ(second.get(), 2) << "a task that waited when the pool ended";
}

EVERY_SCHEDULE_TEST_WITH(NestedSubmit, EndsWithOneWorkerInAnyOrder,
                         {.max_schedules = 4000}) {
  Pool pool(1);
  EXPECT_EQ(pool.Await(pool.ApplyAsync(AddOneToTen(pool))), 11);
}

EVERY_SCHEDULE_TEST_WITH(NestedSubmit, EndsWithTwoWorkersInAnyOrder,
                         {.max_schedules = 4000}) {
  Pool pool(2);
  EXPECT_EQ(pool.Await(pool.ApplyAsync(AddOneToTen(pool))), 11);
}

}  // namespace
}  // namespace racefree
