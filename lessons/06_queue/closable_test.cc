#include "lessons/06_queue/closable.h"

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using std::chrono_literals::operator""h;

// Whether somebody waits for a while, and not until he is woken.
bool LooksAgain(const VirtualTime& time) {
  return time.sleeps() + time.timed_waits() > 0;
}

// Whether the queue takes the item.
bool Accepts(Queue<int>& queue, int item) {
  try {
    queue.Put(item);
    return true;
  } catch (const QueueClosed&) {
    return false;
  }
}

// Gets all items in a loop over the queue.
int Sum(Queue<int>& queue) {
  int sum = 0;
  for (int item : queue) sum += item;
  return sum;
}

TEST(Closable, GivesItsItemsInTheOrderInWhichTheyWerePut) {
  Queue<int> queue(3);
  queue.Put(1);
  queue.Put(2);
  EXPECT_EQ(queue.Get(), 1);
  queue.Put(3);
  EXPECT_EQ(queue.Get(), 2);
  EXPECT_EQ(queue.Get(), 3);
}

TEST(Closable, EndsALoopWhenItIsClosed) {
  Queue<int> queue(4);
  for (int item : {1, 2, 3}) queue.Put(item);
  queue.Close();
  std::vector<int> items;
  for (int item : queue) items.push_back(item);
  EXPECT_THAT(items, testing::ElementsAre(1, 2, 3))
      << "these were in the queue when it was closed";
}

TEST(Closable, EndsForEveryConsumer) {
  Queue<int> queue(3);
  queue.Put(1);
  queue.Close();
  EXPECT_EQ(Sum(queue), 1) << "the items that the first consumer got";
  WatchedCall second([&] { EXPECT_EQ(queue.Get(), std::nullopt); });
  const CallState state = second.WaitUntilReturnedOrHeldUp();
  EXPECT_EQ(state, CallState::kReturned)
      << "The queue is closed for the second consumer too.";
  // Helps out a queue that needs one Close for each consumer.
  if (state != CallState::kReturned) queue.Close();
}

TEST(Closable, WakesAConsumerThatWaits) {
  Queue<int> queue(3);
  VirtualTime time;
  WatchedCall get([&] { EXPECT_EQ(queue.Get(), std::nullopt); });
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
      << "The queue is empty, and open.";
  EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
  queue.Close();
  // Lets those who look again, and should not, come to an end.
  if (LooksAgain(time)) time.Advance(1h);
  EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
      << "The queue is closed.";
}

TEST(Closable, WakesAllConsumersThatWait) {
  Queue<int> queue(3);
  WatchedCall one([&] { EXPECT_EQ(queue.Get(), std::nullopt); });
  WatchedCall two([&] { EXPECT_EQ(queue.Get(), std::nullopt); });
  one.WaitUntilReturnedOrHeldUp();
  two.WaitUntilReturnedOrHeldUp();
  queue.Close();
}

TEST(Closable, ClosesAtOnceEvenWhenItIsFull) {
  Queue<int> queue(1);
  queue.Put(1);
  WatchedCall close([&] { queue.Close(); });
  EXPECT_EQ(close.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(queue.Get(), 1);
}

TEST(Closable, TakesNoItemAfterClose) {
  Queue<int> queue(3);
  queue.Close();
  EXPECT_THROW(queue.Put(1), QueueClosed);
}

TEST(Closable, TakesNoItemAfterCloseNotEvenWhenItIsFull) {
  Queue<int> queue(1);
  queue.Put(1);
  queue.Close();
  bool accepted = true;
  {
    WatchedCall put([&] { accepted = Accepts(queue, 2); });
    EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "There will be a place, but not for new items.";
    queue.Get();
  }
  EXPECT_FALSE(accepted);
}

TEST(Closable, WakesAPutThatWaitsForAPlace) {
  Queue<int> queue(1);
  queue.Put(1);
  bool accepted = true;
  {
    VirtualTime time;
    WatchedCall put([&] { accepted = Accepts(queue, 2); });
    EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep)
        << "There is no place.";
    EXPECT_FALSE(LooksAgain(time)) << "It looks again after a while.";
    queue.Close();
    if (LooksAgain(time)) time.Advance(1h);
    EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned)
        << "The queue is closed.";
    EXPECT_EQ(queue.Get(), 1) << "This was in the queue.";
  }
  EXPECT_FALSE(accepted) << "The item was not in the queue yet.";
  if (!accepted) EXPECT_EQ(queue.Get(), std::nullopt);
}

TEST(Closable, WakesEveryPutThatWaitsForAPlace) {
  Queue<int> queue(1);
  queue.Put(1);
  WatchedCall one([&] { EXPECT_FALSE(Accepts(queue, 2)); });
  WatchedCall two([&] { EXPECT_FALSE(Accepts(queue, 3)); });
  one.WaitUntilReturnedOrHeldUp();
  two.WaitUntilReturnedOrHeldUp();
  queue.Close();
}

TEST(Closable, LetsAPutGoOnWhenThereIsAPlace) {
  Queue<int> queue(1);
  queue.Put(1);
  WatchedCall put([&] { queue.Put(2); });
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(put.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
  EXPECT_EQ(queue.Get(), 2);
}

TEST(Closable, MayBeClosedTwice) {
  Queue<int> queue(2);
  queue.Put(1);
  queue.Close();
  queue.Close();
  EXPECT_EQ(Sum(queue), 1);
}

TEST(ClosableInParallel, OneThreadPutsWhatAnotherGets) {
  Queue<int> queue(2);
  int expected = 0;
  int item = 0;
  TakeTurns(
      10, [&] { queue.Put(++item); },
      [&] { EXPECT_EQ(queue.Get(), ++expected); });
}

TEST(ClosableInParallel, OneThreadClosesWhatAnotherGetsFrom) {
  Queue<int> queue(2);
  TakeTurns(
      1, [&] { queue.Close(); }, [&] { EXPECT_EQ(queue.Get(), std::nullopt); });
}

TEST(ClosableInParallel, OneThreadClosesWhatAnotherPutsInto) {
  Queue<int> queue(2);
  TakeTurns(
      1, [&] { queue.Close(); }, [&] { EXPECT_FALSE(Accepts(queue, 1)); });
}

TEST(ClosableInParallel, OneThreadClosesAfterAnotherHasPut) {
  Queue<int> queue(2);
  TakeTurns(1, [&] { EXPECT_TRUE(Accepts(queue, 1)); }, [&] { queue.Close(); });
}

EVERY_SCHEDULE_TEST_WITH(Closable, EndsForTwoConsumers,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  queue.Put(1);
  int item_of_one = 0;
  int item_of_two = 0;
  std::thread one([&] { item_of_one = queue.Get().value_or(0); });
  std::thread two([&] { item_of_two = queue.Get().value_or(0); });
  queue.Close();
  one.join();
  two.join();
  EXPECT_EQ(item_of_one + item_of_two, 1);
}

// Those who wait for an item and those who wait for a place do so at the same
// time.
EVERY_SCHEDULE_TEST(Closable, WakesTheOneWhoCanGoOn) {
  Queue<int> queue(1);
  int item_of_one = 0;
  int item_of_two = 0;
  std::thread one([&] { item_of_one = queue.Get().value_or(0); });
  std::thread two([&] { item_of_two = queue.Get().value_or(0); });
  queue.Put(1);
  queue.Put(2);
  one.join();
  two.join();
  EXPECT_EQ(item_of_one + item_of_two, 3);
}

EVERY_SCHEDULE_TEST_WITH(Closable, GivesEverybodyAnItemForWhomThereIsOne,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  int item_of_one = 0;
  int item_of_two = 0;
  std::thread one([&] { item_of_one = queue.Get().value_or(0); });
  std::thread two([&] { item_of_two = queue.Get().value_or(0); });
  queue.Put(1);
  queue.Put(2);
  one.join();
  two.join();
  EXPECT_EQ(item_of_one + item_of_two, 3);
}

EVERY_SCHEDULE_TEST_WITH(Closable, LetsEverybodyInForWhomThereIsAPlace,
                         {.max_schedules = 5000}) {
  Queue<int> queue(2);
  queue.Put(1);
  queue.Put(2);
  std::thread one([&] { queue.Put(3); });
  std::thread two([&] { queue.Put(4); });
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), 2);
  one.join();
  two.join();
}

// Close comes before the Put, after it, or in its middle.
EVERY_SCHEDULE_TEST(Closable, GivesOutJustWhatItHasAccepted) {
  Queue<int> queue(2);
  bool accepted = false;
  std::thread putting([&] { accepted = Accepts(queue, 1); });
  queue.Close();
  const int sum = Sum(queue);
  putting.join();
  EXPECT_EQ(sum, accepted ? 1 : 0);
}

EVERY_SCHEDULE_TEST_WITH(Closable, TurnsAwayWhoeverWaitsForAPlace,
                         {.spurious_wake_ups = true}) {
  Queue<int> queue(1);
  queue.Put(1);
  std::thread putting([&] { EXPECT_FALSE(Accepts(queue, 2)); });
  queue.Close();
  putting.join();
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), std::nullopt);
}

EVERY_SCHEDULE_TEST_WITH(Closable, EndsNoLoopBeforeItIsClosed,
                         {.spurious_wake_ups = true, .max_schedules = 5000}) {
  Queue<int> queue(1);
  std::thread putting([&] {
    queue.Put(1);
    queue.Close();
  });
  EXPECT_EQ(queue.Get(), 1);
  EXPECT_EQ(queue.Get(), std::nullopt);
  putting.join();
}

}  // namespace
}  // namespace racefree
