#include "lessons/02_pool/bounded_executor.h"

#include <sys/types.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
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

constexpr auto kRelaxed = std::memory_order_relaxed;

using Task = std::function<int()>;

// A task that brings this value at once.
Task Bring(int value) {
  return [value] { return value; };
}

int Fail() { throw std::runtime_error("no page"); }

// Tasks that end when all other threads are asleep: whoever waits in Submit is
// told of their end while it sleeps, and never just before.
Task BringWhenOthersSleep(int value) {
  return [value] {
    WaitUntilOthersAreAsleep();
    return value;
  };
}

int FailWhenOthersSleep() {
  WaitUntilOthersAreAsleep();
  return Fail();
}

// Tasks that last until they are told to end. They put nothing in order that
// ThreadSanitizer could see.
class HeldTasks {
 public:
  // A task that ends when End(number) was called, with its number as a value.
  Task Next() {
    return [this, number = made_++] {
      started_.Raise();
      ends_[number].WaitFor(1);
      return number;
    };
  }
  void End(int number) { ends_[number].Raise(); }
  void EndAll() {
    for (SilentCounter& end : ends_) end.Raise();
  }
  // Waits until that many have begun.
  void AwaitStarts(int count) const { started_.WaitFor(count); }
  int started() const { return started_.value(); }

 private:
  int made_ = 0;
  SilentCounter started_;
  std::array<SilentCounter, 8> ends_;
};

// A call of Submit on a thread of its own.
class Submission {
 public:
  Submission(BoundedExecutor& executor, Task task)
      : call_(std::make_unique<WatchedCall>(std::function<void()>(
            [this, &executor, task] { result_ = executor.Submit(task); }))) {}

  // How far it gets for now.
  CallState State() { return call_->WaitUntilReturnedOrHeldUp(); }

  // Waits for Submit to return, and for the task.
  int Result() {
    call_.reset();
    return result_.get();
  }

 private:
  std::future<int> result_;
  std::unique_ptr<WatchedCall> call_;
};

TEST(BoundedExecutor, MakesSubmitWaitWhenEnoughIsInFlight) {
  HeldTasks tasks;
  BoundedExecutor executor(2, 2);
  std::future<int> first = executor.Submit(tasks.Next());
  std::future<int> second = executor.Submit(tasks.Next());
  tasks.AwaitStarts(2);
  Submission third(executor, Bring(20));
  EXPECT_EQ(third.State(), CallState::kAsleep)
      << "while 2 of 2 tasks are in flight";
  tasks.EndAll();
  EXPECT_EQ(first.get(), 0);
  EXPECT_EQ(second.get(), 1);
  EXPECT_EQ(third.Result(), 20);
}

TEST(BoundedExecutor, BringsTheValueOfEachTask) {
  BoundedExecutor executor(1, 3);
  std::vector<std::future<int>> results;
  for (int i = 0; i < 10; ++i) {
    results.push_back(executor.Submit(BringWhenOthersSleep(i)));
  }
  for (int i = 0; i < 10; ++i) EXPECT_EQ(results[i].get(), i);
}

TEST(BoundedExecutor, BringsTheExceptionOfATask) {
  BoundedExecutor executor(1, 2);
  std::future<int> bad = executor.Submit(Fail);
  std::future<int> good = executor.Submit(Bring(7));
  EXPECT_THROW(bad.get(), std::runtime_error);
  EXPECT_EQ(good.get(), 7);
}

TEST(BoundedExecutor, CountsTasksThatWaitForAWorkerAsInFlight) {
  HeldTasks tasks;
  BoundedExecutor executor(1, 3);
  // The first runs, the others are queued: there is no reason to wait.
  std::future<int> first = executor.Submit(tasks.Next());
  std::future<int> second = executor.Submit(tasks.Next());
  std::future<int> third = executor.Submit(tasks.Next());
  tasks.AwaitStarts(1);
  Submission fourth(executor, Bring(30));
  EXPECT_EQ(fourth.State(), CallState::kAsleep)
      << "1 task runs, and 2 are queued";
  if (!HasFailure()) {
    WaitUntilOthersAreAsleep();
    EXPECT_EQ(tasks.started(), 1) << "tasks run by 1 worker, with a limit of 3";
  }
  tasks.EndAll();
  EXPECT_EQ(third.get(), 2);
  EXPECT_EQ(fourth.Result(), 30);
}

TEST(BoundedExecutor, IsToldWhenATaskIsOverAndNeedNotLookAgain) {
  HeldTasks tasks;
  BoundedExecutor executor(1, 1);
  std::future<int> first = executor.Submit(tasks.Next());
  tasks.AwaitStarts(1);
  // Time stands still: who sleeps for a while, to look again, sleeps for ever.
  auto time = std::make_unique<VirtualTime>();
  Submission second(executor, Bring(10));
  EXPECT_EQ(second.State(), CallState::kAsleep);
  EXPECT_EQ(time->sleeps(), 0) << "sleeps of Submit, to look again later";
  if (HasFailure()) time.reset();
  tasks.EndAll();
  EXPECT_EQ(second.Result(), 10);
}

TEST(BoundedExecutor, KeepsToTheLimitEvenIfWorkersAreIdle) {
  HeldTasks tasks;
  BoundedExecutor executor(4, 2);
  std::future<int> first = executor.Submit(tasks.Next());
  std::future<int> second = executor.Submit(tasks.Next());
  tasks.AwaitStarts(2);
  Submission third(executor, tasks.Next());
  EXPECT_EQ(third.State(), CallState::kAsleep)
      << "2 of 2 in flight, 2 workers idle";
  EXPECT_EQ(tasks.started(), 2);
  tasks.EndAll();
  EXPECT_EQ(third.Result(), 2);
}

TEST(BoundedExecutor, LetsOneInForEachOneThatIsOver) {
  HeldTasks tasks;
  BoundedExecutor executor(3, 2);
  std::future<int> first = executor.Submit(tasks.Next());
  std::future<int> second = executor.Submit(tasks.Next());
  tasks.AwaitStarts(2);
  {
    Submission third(executor, tasks.Next());
    EXPECT_EQ(third.State(), CallState::kAsleep);
    tasks.End(1);
    tasks.AwaitStarts(3);
    Submission fourth(executor, tasks.Next());
    EXPECT_EQ(fourth.State(), CallState::kAsleep)
        << "one was over, one was let in";
    tasks.EndAll();
    EXPECT_EQ(third.Result(), 2);
    EXPECT_EQ(fourth.Result(), 3);
  }
  EXPECT_EQ(first.get(), 0);
  EXPECT_EQ(second.get(), 1);
}

TEST(BoundedExecutor, HasRoomAgainAfterATaskThatThrew) {
  BoundedExecutor executor(1, 1);
  std::vector<std::future<int>> results;
  for (int i = 0; i < 3; ++i) {
    results.push_back(executor.Submit(FailWhenOthersSleep));
  }
  EXPECT_EQ(executor.Submit(Bring(7)).get(), 7);
  for (std::future<int>& result : results) {
    EXPECT_THROW(result.get(), std::runtime_error);
  }
}

TEST(BoundedExecutor, HasNoMoreRoomThanBeforeAfterTasksThatEndedOrThrew) {
  HeldTasks tasks;
  BoundedExecutor executor(2, 2);
  executor.Submit(Fail).wait();
  // The worker may still be busy with what it does after a task.
  WaitUntilOthersAreAsleep();
  executor.Submit(Bring(1)).wait();
  WaitUntilOthersAreAsleep();
  std::future<int> first = executor.Submit(tasks.Next());
  std::future<int> second = executor.Submit(tasks.Next());
  tasks.AwaitStarts(2);
  Submission third(executor, tasks.Next());
  EXPECT_EQ(third.State(), CallState::kAsleep)
      << "while 2 of 2 tasks are in flight";
  tasks.EndAll();
  EXPECT_EQ(third.Result(), 2);
}

TEST(BoundedExecutor, HasABoundOfItsOwn) {
  HeldTasks tasks;
  BoundedExecutor full(1, 1);
  BoundedExecutor empty(1, 1);
  std::future<int> first = full.Submit(tasks.Next());
  tasks.AwaitStarts(1);
  Submission second(empty, Bring(10));
  EXPECT_EQ(second.State(), CallState::kReturned)
      << "only another executor is full";
  tasks.EndAll();
  EXPECT_EQ(first.get(), 0);
  EXPECT_EQ(second.Result(), 10);
}

TEST(BoundedExecutor, LetsAllInWhoWait) {
  HeldTasks tasks;
  BoundedExecutor executor(1, 1);
  std::future<int> first = executor.Submit(tasks.Next());
  tasks.AwaitStarts(1);
  Submission second(executor, Bring(10));
  EXPECT_EQ(second.State(), CallState::kAsleep);
  Submission third(executor, Bring(20));
  EXPECT_EQ(third.State(), CallState::kAsleep);
  tasks.EndAll();
  EXPECT_EQ(second.Result(), 10);
  EXPECT_EQ(third.Result(), 20);
}

TEST(BoundedExecutor, RunsTasksSideBySide) {
  SilentCounter arrivals;
  const Task meet = [&] {
    arrivals.Raise();
    arrivals.WaitFor(3);
    return 0;
  };
  std::vector<std::future<int>> results;
  BoundedExecutor executor(3, 3);
  for (int i = 0; i < 3; ++i) results.push_back(executor.Submit(meet));
  for (std::future<int>& result : results) result.get();
  EXPECT_EQ(arrivals.value(), 3);
}

TEST(BoundedExecutor, RunsTasksOnItsWorkersOnly) {
  constexpr int kTasks = 8;
  std::atomic<pid_t> ids[kTasks] = {};
  // In pairs, so that both workers have to work.
  SilentCounter arrivals[kTasks / 2];
  std::atomic<int> ends[kTasks / 2] = {};
  {
    BoundedExecutor executor(2, 2);
    for (int i = 0; i < kTasks; ++i) {
      executor.Submit([&, i] {
        ids[i].store(CurrentThreadId(), kRelaxed);
        const int pair = i / 2;
        arrivals[pair].Raise();
        arrivals[pair].WaitFor(2);
        // The other one has come to its end by then, and who waits in Submit
        // has been told of it.
        const bool is_second = ends[pair].fetch_add(1, kRelaxed) == 1;
        if (is_second) WaitUntilOthersAreAsleep();
        return 0;
      });
    }
  }
  // No number comes twice while both workers live.
  std::set<int> threads;
  for (const std::atomic<pid_t>& id : ids) threads.insert(id.load(kRelaxed));
  EXPECT_THAT(threads, testing::SizeIs(2)) << "threads for 8 tasks";
  EXPECT_THAT(threads, testing::Not(testing::Contains(CurrentThreadId())))
      << "the submitter's own thread";
}

TEST(BoundedExecutor, WaitsForAllTasksWhenItIsDestroyed) {
  HeldTasks tasks;
  std::future<int> first;
  std::future<int> second;
  auto executor = std::make_unique<BoundedExecutor>(1, 2);
  first = executor->Submit(tasks.Next());
  second = executor->Submit(tasks.Next());
  tasks.AwaitStarts(1);
  WatchedCall destroy([&] { executor.reset(); });
  EXPECT_EQ(destroy.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "the destructor, while 2 tasks are in flight";
  tasks.EndAll();
  EXPECT_EQ(first.get(), 0);
  EXPECT_EQ(second.get(), 1);
}

TEST(BoundedExecutorInParallel, OfTwoWhoSubmit) {
  // Nobody has to wait in Submit: of the tasks before, each of the two workers
  // has at most one in flight still.
  BoundedExecutor executor(2, 3);
  const std::function<void()> submit = [&executor] {
    EXPECT_EQ(executor.Submit(Bring(1)).get(), 1);
  };
  TakeTurns(10, submit, submit);
}

// When Submit has returned twice, with a limit of 1, one task is over.
EVERY_SCHEDULE_TEST_WITH(BoundedExecutor, KeepsToItsLimitWithTwoWhoSubmit,
                         {.max_schedules = 6000}) {
  std::atomic<int> over = 0;
  BoundedExecutor executor(1, 1);
  auto submit = [&](int& seen_over) {
    executor.Submit([&] { return over.fetch_add(1, kRelaxed); });
    seen_over = over.load(kRelaxed);
  };
  int one_saw = 0;
  int two_saw = 0;
  std::thread one([&] { submit(one_saw); });
  submit(two_saw);
  one.join();
  EXPECT_GE(std::max(one_saw, two_saw), 1) << "tasks were over, limit 1";
}

EVERY_SCHEDULE_TEST(BoundedExecutor, LetsInWhoeverWaitsForATaskThatThrows) {
  std::atomic<int> over = 0;
  BoundedExecutor executor(1, 1);
  for (int before = 0; before < 2; ++before) {
    executor.Submit([&]() -> int {
      over.fetch_add(1, kRelaxed);
      throw std::runtime_error("no page");
    });
    EXPECT_GE(over.load(kRelaxed), before) << "tasks were over, limit 1";
  }
}

EVERY_SCHEDULE_TEST_WITH(BoundedExecutor, LetsNobodyInWhoWakesForNoReason,
                         {.search = explore::SearchKind::kPreemptionBound,
                          .spurious_wake_ups = true,
                          .bound = 1}) {
  std::atomic<int> over = 0;
  BoundedExecutor executor(1, 1);
  executor.Submit([&] { return over.fetch_add(1, kRelaxed); });
  executor.Submit(Bring(0));
  EXPECT_EQ(over.load(kRelaxed), 1) << "tasks were over, limit 1";
}

}  // namespace
}  // namespace racefree
