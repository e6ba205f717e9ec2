#include "lessons/02_pool/as_completed.h"

#include <pthread.h>
#include <sched.h>
#include <sys/types.h>
#include <time.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
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

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kRelaxed = std::memory_order_relaxed;

// What the tasks of these tests throw.
struct Failure {};

// Tasks. (Each lambda in their place would cost some compile time.)
int One() { return 1; }
int Two() { return 2; }
int Fail() { throw Failure(); }

// A task that runs until it is told to end. Orders nothing that
// ThreadSanitizer could see.
class LongTask {
 public:
  explicit LongTask(int result) : result_(result) {}

  // The task itself. It fails if its result is below zero.
  int operator()() {
    clockid_t processor_time;
    pthread_getcpuclockid(pthread_self(), &processor_time);
    processor_time_.store(processor_time, kRelaxed);
    worker_.store(CurrentThreadId(), kRelaxed);
    begun_.Raise();
    may_end_.WaitFor(1);
    if (result_ < 0) throw Failure();
    return result_;
  }

  void AwaitBegin() const { begun_.WaitFor(1); }

  void LetEnd() { may_end_.Raise(); }

  // Lets it end; waits until its worker has told everybody and has gone to
  // sleep. Not for ever, if it goes round in circles instead.
  void End() {
    constexpr int64_t kSpinningNanoseconds = 10'000'000;
    AwaitBegin();
    LetEnd();
    const int64_t used = ProcessorNanoseconds();
    const pid_t worker = worker_.load(kRelaxed);
    while (!HasComeToRest(worker) &&
           ProcessorNanoseconds() - used < kSpinningNanoseconds) {
      sched_yield();
    }
  }

 private:
  int64_t ProcessorNanoseconds() const {
    timespec used = {};
    clock_gettime(processor_time_.load(kRelaxed), &used);
    return used.tv_sec * int64_t{1'000'000'000} + used.tv_nsec;
  }

  const int result_;
  std::atomic<clockid_t> processor_time_ = 0;
  std::atomic<pid_t> worker_ = 0;
  SilentCounter begun_;
  SilentCounter may_end_;
};

// A call of Wait on a thread of its own.
class WatchedWait {
 public:
  WatchedWait(Executor& executor, std::vector<Future> futures, ReturnWhen when)
      : futures_(std::move(futures)), call_([this, &executor, when] {
          done_ = executor.Wait(futures_, when);
        }) {}

  CallState State() { return call_->WaitUntilReturnedOrHeldUp(); }

  // What Wait returns.
  std::vector<int> Result() {
    call_.reset();
    return done_;
  }

 private:
  const std::vector<Future> futures_;
  std::vector<int> done_;
  std::optional<WatchedCall> call_;
};

// What Get() of a done future gives: "5", "failed" or "cancelled".
std::string Outcome(const Future& future) {
  try {
    return std::to_string(future.Get());
  } catch (const Cancelled&) {
    return "cancelled";
  } catch (const Failure&) {
    return "failed";
  }
}

TEST(AsCompleted, SleepsUntilItIsWoken) {
  LongTask zero(0);
  Executor executor(1);
  const Future future = executor.Submit(std::ref(zero));
  WatchedWait wait(executor, {future}, ReturnWhen::kAllCompleted);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "Wait, when it is not done";
  zero.LetEnd();
}

TEST(AsCompleted, SleepsUntilItIsWokenAndNotForSomeTime) {
  LongTask zero(0);
  Executor executor(1);
  const Future future = executor.Submit(std::ref(zero));
  std::optional<VirtualTime> time(std::in_place);
  WatchedWait wait(executor, {future}, ReturnWhen::kAllCompleted);
  wait.State();
  EXPECT_EQ(time->sleeps(), 0) << "sleeps for some time, to look again";
  EXPECT_EQ(time->timed_waits(), 0) << "waits for some time, to look again";
  // Lets those go on that sleep for some time.
  time.reset();
  zero.LetEnd();
}

TEST(AsCompleted, WaitsForTheFirst) {
  LongTask zero(0);
  LongTask one(1);
  Executor executor(2);
  std::vector<Future> futures = {executor.Submit(std::ref(zero)),
                                 executor.Submit(std::ref(one))};
  zero.AwaitBegin();
  one.AwaitBegin();
  WatchedWait wait(executor, std::move(futures), ReturnWhen::kFirstCompleted);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none is done";
  one.End();
  EXPECT_EQ(wait.State(), CallState::kReturned) << "when the second is done";
  zero.LetEnd();
  EXPECT_THAT(wait.Result(), ElementsAre(1));
}

TEST(AsCompleted, WaitsForAll) {
  LongTask zero(0);
  LongTask one(-1);
  LongTask two(2);
  Executor executor(3);
  std::vector<Future> futures = {executor.Submit(std::ref(zero)),
                                 executor.Submit(std::ref(one)),
                                 executor.Submit(std::ref(two))};
  WatchedWait wait(executor, std::move(futures), ReturnWhen::kAllCompleted);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none is done";
  one.End();
  two.End();
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when two of three are done";
  zero.End();
  EXPECT_THAT(wait.Result(), ElementsAre(0, 1, 2));
}

TEST(AsCompleted, WaitsForTheFirstFailure) {
  LongTask zero(0);
  LongTask one(1);
  LongTask two(-1);
  Executor executor(3);
  std::vector<Future> futures = {executor.Submit(std::ref(zero)),
                                 executor.Submit(std::ref(one)),
                                 executor.Submit(std::ref(two))};
  WatchedWait wait(executor, std::move(futures), ReturnWhen::kFirstException);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none is done";
  one.End();
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none has failed";
  two.End();
  EXPECT_EQ(wait.State(), CallState::kReturned) << "when one has failed";
  zero.LetEnd();
  EXPECT_THAT(wait.Result(), ElementsAre(1, 2));
}

TEST(AsCompleted, WaitsForAllIfNoneFails) {
  LongTask zero(0);
  LongTask one(1);
  Executor executor(2);
  std::vector<Future> futures = {executor.Submit(std::ref(zero)),
                                 executor.Submit(std::ref(one))};
  WatchedWait wait(executor, std::move(futures), ReturnWhen::kFirstException);
  one.End();
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when one of two is done";
  zero.End();
  EXPECT_THAT(wait.Result(), ElementsAre(0, 1));
}

TEST(AsCompleted, WaitsForNothingThatIsDone) {
  LongTask long_task(5);
  Executor executor(2);
  const Future running = executor.Submit(std::ref(long_task));
  const Future well = executor.Submit(One);
  const Future failed = executor.Submit(Fail);
  EXPECT_EQ(Outcome(well), "1");
  EXPECT_EQ(Outcome(failed), "failed");
  EXPECT_TRUE(well.Done());
  EXPECT_TRUE(failed.Done());
  EXPECT_FALSE(running.Done());
  EXPECT_THAT(executor.Wait({running, well}, ReturnWhen::kFirstCompleted),
              ElementsAre(1));
  EXPECT_THAT(executor.Wait({failed, running}, ReturnWhen::kFirstException),
              ElementsAre(0));
  EXPECT_THAT(executor.Wait({well, failed}, ReturnWhen::kAllCompleted),
              ElementsAre(0, 1));
  EXPECT_THAT(executor.Wait({}, ReturnWhen::kFirstCompleted), IsEmpty());
  long_task.LetEnd();
}

TEST(AsCompleted, WakesAllWhoWait) {
  LongTask zero(0);
  Executor executor(1);
  const Future future = executor.Submit(std::ref(zero));
  WatchedWait wait(executor, {future}, ReturnWhen::kFirstCompleted);
  WatchedWait other(executor, {future}, ReturnWhen::kAllCompleted);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when it is not done";
  EXPECT_EQ(other.State(), CallState::kAsleep) << "when it is not done";
  zero.End();
  EXPECT_THAT(wait.Result(), ElementsAre(0));
  EXPECT_THAT(other.Result(), ElementsAre(0));
}

TEST(AsCompleted, YieldsEachFutureAsSoonAsItIsDone) {
  LongTask zero(0);
  LongTask one(1);
  LongTask two(-1);
  std::array<std::atomic<int>, 3> order = {};
  SilentCounter yields;
  SilentCounter yields_elsewhere;
  Executor executor(3);
  const std::vector<Future> futures = {executor.Submit(std::ref(zero)),
                                       executor.Submit(std::ref(one)),
                                       executor.Submit(std::ref(two))};
  WatchedCall call([&] {
    const pid_t caller = CurrentThreadId();
    executor.AsCompleted(futures, [&](int index) {
      if (CurrentThreadId() != caller) yields_elsewhere.Raise();
      order[yields.value()].store(index, kRelaxed);
      yields.Raise();
    });
  });
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "when none is done";
  EXPECT_EQ(yields.value(), 0) << "futures yielded, when none was done";
  two.End();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "when one of three is done";
  EXPECT_EQ(yields.value(), 1) << "futures yielded, when one was done";
  zero.End();
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "when two of three are done";
  EXPECT_EQ(yields.value(), 2) << "futures yielded, when two were done";
  one.End();
  call.WaitUntilReturnedOrHeldUp();
  EXPECT_EQ(yields.value(), 3) << "futures yielded, when three were done";
  EXPECT_EQ(order[0].load(kRelaxed), 2) << "the one that was done first";
  EXPECT_EQ(order[1].load(kRelaxed), 0) << "the one that was done next";
  EXPECT_EQ(order[2].load(kRelaxed), 1) << "the one that was done last";
  EXPECT_EQ(yields_elsewhere.value(), 0)
      << "futures yielded on another thread than the caller's";
}

TEST(AsCompleted, YieldsOnceEachFutureThatIsDone) {
  std::vector<int> yields(4);
  std::set<int> threads;
  Executor executor(2);
  const std::vector<Future> futures = {
      executor.Submit(One), executor.Submit(One), executor.Submit(One),
      executor.Submit(One)};
  for (const Future& future : futures) EXPECT_EQ(future.Get(), 1);
  executor.AsCompleted(futures, [&](int index) {
    ++yields[index];
    threads.insert(CurrentThreadId());
    EXPECT_EQ(executor.Submit(Two).Get(), 2) << "a task that yield hands in";
  });
  EXPECT_THAT(yields, testing::Each(1)) << "how often each was yielded";
  EXPECT_EQ(threads, std::set<int>({CurrentThreadId()}))
      << "the threads on which they were yielded";
  executor.AsCompleted({}, [](int) { FAIL(); });
}

TEST(AsCompleted, CancelsATaskThatHasNotBegun) {
  SilentCounter runs;
  LongTask long_task(5);
  Executor executor(1);
  const Future running = executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  Future waiting = executor.Submit([&runs] {
    runs.Raise();
    return 1;
  });
  EXPECT_FALSE(waiting.Done());
  EXPECT_TRUE(waiting.Cancel());
  EXPECT_TRUE(waiting.Done()) << "a future that was cancelled";
  EXPECT_TRUE(waiting.Cancel()) << "once more: the task will never run";
  long_task.LetEnd();
  EXPECT_EQ(running.Get(), 5);
  EXPECT_EQ(executor.Submit(Two).Get(), 2);
  EXPECT_EQ(Outcome(waiting), "cancelled");
  EXPECT_EQ(runs.value(), 0) << "runs of a task that was cancelled";
}

TEST(AsCompleted, CancelsNoTaskThatRunsOrHasRun) {
  LongTask long_task(5);
  Executor executor(1);
  Future future = executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  EXPECT_FALSE(future.Cancel()) << "Cancel of a task that runs";
  EXPECT_FALSE(future.Done()) << "a task that runs";
  long_task.LetEnd();
  EXPECT_EQ(Outcome(future), "5");
  EXPECT_FALSE(future.Cancel()) << "Cancel of a task that has run";
  EXPECT_EQ(Outcome(future), "5") << "after Cancel";
  Future failed = executor.Submit(Fail);
  EXPECT_EQ(Outcome(failed), "failed");
  EXPECT_FALSE(failed.Cancel()) << "Cancel of a task that has failed";
}

TEST(AsCompleted, WaitsForNothingThatIsCancelled) {
  LongTask long_task(5);
  Executor executor(1);
  const Future running = executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  Future waiting = executor.Submit(One);
  WatchedWait wait(executor, {running, waiting}, ReturnWhen::kFirstCompleted);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none is done";
  EXPECT_TRUE(waiting.Cancel());
  EXPECT_EQ(wait.State(), CallState::kReturned)
      << "Wait for the first, when one is cancelled and one is running";
  long_task.LetEnd();
  EXPECT_THAT(wait.Result(), ElementsAre(1));
}

TEST(AsCompleted, ThrowsInGetWhenTheTaskIsCancelled) {
  LongTask long_task(5);
  std::string outcome;
  Executor executor(1);
  executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  Future waiting = executor.Submit(One);
  {
    WatchedCall get([&] { outcome = Outcome(waiting); });
    EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
    EXPECT_TRUE(waiting.Cancel());
    EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "Get, when the task is cancelled and another one is running";
    long_task.LetEnd();
  }
  EXPECT_EQ(outcome, "cancelled");
}

TEST(AsCompleted, YieldsAFutureAsSoonAsItIsCancelled) {
  LongTask long_task(5);
  SilentCounter yields;
  Executor executor(1);
  const Future running = executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  Future waiting = executor.Submit(One);
  WatchedCall call([&] {
    executor.AsCompleted({running, waiting}, [&](int) { yields.Raise(); });
  });
  if (call.WaitUntilReturnedOrHeldUp() != CallState::kAsleep) {
    // Nobody would be told of anything here.
    long_task.LetEnd();
    FAIL() << "AsCompleted does not sleep when none is done";
  }
  EXPECT_TRUE(waiting.Cancel());
  EXPECT_EQ(call.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(yields.value(), 1) << "futures yielded, when one is cancelled";
  long_task.LetEnd();
}

TEST(AsCompleted, DoesNotTakeACancelledTaskForAFailure) {
  LongTask long_task(5);
  Executor executor(1);
  const Future running = executor.Submit(std::ref(long_task));
  long_task.AwaitBegin();
  Future waiting = executor.Submit(One);
  WatchedWait wait(executor, {running, waiting}, ReturnWhen::kFirstException);
  EXPECT_EQ(wait.State(), CallState::kAsleep) << "when none is done";
  EXPECT_TRUE(waiting.Cancel());
  EXPECT_EQ(wait.State(), CallState::kAsleep)
      << "Wait for a failure, when one task is cancelled and one is running";
  long_task.LetEnd();
  EXPECT_THAT(wait.Result(), ElementsAre(0, 1));
}

TEST(AsCompletedInParallel, OfTwoThreadsThatAskWhatIsDone) {
  Executor executor(2);
  const std::function<void()> wait = [&executor] {
    LongTask one(1);
    const Future future = executor.Submit(std::ref(one));
    one.End();
    EXPECT_THAT(executor.Wait({future}, ReturnWhen::kAllCompleted),
                ElementsAre(0));
    EXPECT_EQ(future.Get(), 1);
  };
  TakeTurns(5, wait, wait);
}

TEST(AsCompletedInParallel, OfATaskThatEndsAndOneWhoCancelsIt) {
  LongTask long_task(5);
  Executor executor(1);
  Future future = executor.Submit(std::ref(long_task));
  long_task.End();
  EXPECT_FALSE(future.Cancel());
}

TEST(AsCompletedInParallel, OfATaskThatEndsAndOneWhoAsksIfItIsDone) {
  LongTask long_task(5);
  Executor executor(1);
  const Future future = executor.Submit(std::ref(long_task));
  long_task.End();
  EXPECT_TRUE(future.Done());
}

EVERY_SCHEDULE_TEST_WITH(AsCompleted, MissesNoEnd,
                         {.spurious_wake_ups = true, .max_schedules = 6000}) {
  Executor executor(1);
  const Future future = executor.Submit(One);
  EXPECT_EQ(executor.Wait({future}, ReturnWhen::kAllCompleted).size(), 1);
}

EVERY_SCHEDULE_TEST_WITH(AsCompleted, MissesNoResult,
                         {.spurious_wake_ups = true, .max_schedules = 6000}) {
  Executor executor(1);
  EXPECT_EQ(executor.Submit(One).Get(), 1);
}

EVERY_SCHEDULE_TEST_WITH(AsCompleted, YieldsTwoFutures,
                         {.max_schedules = 6000}) {
  int yields = 0;
  Executor executor(1);
  executor.AsCompleted({executor.Submit(One), executor.Submit(Two)},
                       [&yields](int) { ++yields; });
  EXPECT_EQ(yields, 2);
}

EVERY_SCHEDULE_TEST_WITH(AsCompleted, EitherRunsATaskOrCancelsIt,
                         {.max_schedules = 6000}) {
  int runs = 0;
  bool cancelled = false;
  {
    Executor executor(1);
    Future future = executor.Submit([&runs] { return ++runs; });
    cancelled = future.Cancel();
  }
  EXPECT_EQ(runs, cancelled ? 0 : 1)
      << "runs of the task; Cancel said " << (cancelled ? "true" : "false");
}

}  // namespace
}  // namespace racefree
