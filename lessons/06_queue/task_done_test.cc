#include "lessons/06_queue/task_done.h"

#include <chrono>
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

// Whether somebody waits for a while, and not until he is woken.
bool LooksAgain(const VirtualTime& time) {
  return time.sleeps() + time.timed_waits() > 0;
}

TEST(TaskDone, LeavesTheQueueAQueue) {
  Queue<int> queue;
  queue.Put(1);
  queue.Put(2);
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
}

TEST(TaskDone, IsNotAwaitedIfThereIsNoItem) {
  Queue<int> queue;
  WatchedCall join([&] { queue.Join(); });
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(TaskDone, IsWhatJoinWaitsFor) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  VirtualTime time;
  WatchedCall join([&] { queue.Join(); });
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "the item is out, and the work on it is not done";
  EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
  WatchedCall task_done([&] { queue.TaskDone(); });
  EXPECT_EQ(task_done.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  // Lets those who look again, and should not, come to an end.
  if (LooksAgain(time)) time.Advance(1h);
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "the work on the item is done";
}

TEST(TaskDone, IsAwaitedForEachItem) {
  Queue<int> queue;
  queue.Put(1);
  queue.Put(2);
  queue.Get();
  queue.Get();
  WatchedCall join([&] { queue.Join(); });
  join.WaitUntilReturnedOrHeldUp();
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "one of two items is done";
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "both items are done";
}

TEST(TaskDone, IsAwaitedForItemsThatNobodyHasTakenYet) {
  Queue<int> queue;
  queue.Put(1);
  queue.Put(2);
  queue.Get();
  queue.TaskDone();
  WatchedCall join([&] { queue.Join(); });
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "one item is still in the queue";
  queue.Get();
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(TaskDone, IsAwaitedForItemsThatAWorkerPuts) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  WatchedCall join([&] { queue.Join(); });
  join.WaitUntilReturnedOrHeldUp();
  queue.Put(2);
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "the work on the first item has made a second one";
  queue.Get();
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(TaskDone, LetsAllGoOnWhoWaitInJoin) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  WatchedCall one([&] { queue.Join(); });
  one.WaitUntilReturnedOrHeldUp();
  // Only now: they must not hold up each other, on their way to sleep.
  WatchedCall two([&] { queue.Join(); });
  two.WaitUntilReturnedOrHeldUp();
  WatchedCall three([&] { queue.Join(); });
  three.WaitUntilReturnedOrHeldUp();
  queue.TaskDone();
}

TEST(TaskDone, IsAwaitedAgainForTheNextItems) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  queue.TaskDone();
  queue.Join();
  queue.Put(2);
  WatchedCall join([&] { queue.Join(); });
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "an item was put after the first Join";
  queue.Get();
  queue.TaskDone();
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
}

TEST(TaskDone, ThrowsIfItIsCalledTooOften) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  EXPECT_NO_THROW(queue.TaskDone());
  EXPECT_THROW(queue.TaskDone(), std::logic_error) << "the item was done";
}

TEST(TaskDone, ChangesNothingWhenItThrows) {
  Queue<int> queue;
  try {
    queue.TaskDone();
  } catch (const std::logic_error&) {
  }
  queue.Put(1);
  WatchedCall join([&] { queue.Join(); });
  EXPECT_EQ(join.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "one call too many does not count for an item that comes later";
  queue.Get();
  EXPECT_NO_THROW(queue.TaskDone());
}

TEST(TaskDoneInParallel, LetsOthersSeeWhatWasDone) {
  Queue<int> queue;
  int result = 0;
  int expected = 0;
  TakeTurns(
      10,
      [&] {
        queue.Join();
        EXPECT_EQ(result, expected);
        queue.Put(++expected);
      },
      [&] {
        result = queue.Get();
        queue.TaskDone();
      });
}

TEST(TaskDoneInParallel, IsCalledByTwoThreads) {
  Queue<int> queue;
  for (int item = 0; item < 20; ++item) {
    queue.Put(item);
    queue.Get();
  }
  TakeTurns(10, [&] { queue.TaskDone(); }, [&] { queue.TaskDone(); });
  queue.Join();
}

EVERY_SCHEDULE_TEST(TaskDone, IsAwaitedFromTwoWorkers) {
  Queue<int> queue;
  bool done_by_one = false;
  bool done_by_two = false;
  queue.Put(1);
  queue.Put(2);
  std::thread one([&] {
    queue.Get();
    done_by_one = true;
    queue.TaskDone();
  });
  std::thread two([&] {
    queue.Get();
    done_by_two = true;
    queue.TaskDone();
  });
  queue.Join();
  EXPECT_TRUE(done_by_one);
  EXPECT_TRUE(done_by_two);
  one.join();
  two.join();
}

EVERY_SCHEDULE_TEST_WITH(TaskDone, IsAwaitedFromAWorkerThatPutsAnItem,
                         {.spurious_wake_ups = true}) {
  Queue<int> queue;
  int sum = 0;
  std::thread worker([&] {
    sum += queue.Get();
    queue.Put(2);
    queue.TaskDone();
    sum += queue.Get();
    queue.TaskDone();
  });
  queue.Put(1);
  queue.Join();
  EXPECT_EQ(sum, 3);
  worker.join();
}

EVERY_SCHEDULE_TEST(TaskDone, LeavesWhoWaitsForAnItemToPut) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  std::thread joining([&] { queue.Join(); });
  std::thread worker([&] {
    queue.Get();
    queue.TaskDone();
  });
  // For the worker, not for the one who joins.
  queue.Put(2);
  queue.TaskDone();
  worker.join();
  joining.join();
}

EVERY_SCHEDULE_TEST(TaskDone, IsTooOftenForOneOfTwoThreads) {
  Queue<int> queue;
  queue.Put(1);
  queue.Get();
  int errors_of_one = 0;
  int errors_of_two = 0;
  auto task_done = [&](int& errors) {
    try {
      queue.TaskDone();
    } catch (const std::logic_error&) {
      ++errors;
    }
  };
  std::thread one([&] { task_done(errors_of_one); });
  std::thread two([&] { task_done(errors_of_two); });
  one.join();
  two.join();
  EXPECT_EQ(errors_of_one + errors_of_two, 1) << "two calls for one item";
}

}  // namespace
}  // namespace racefree
