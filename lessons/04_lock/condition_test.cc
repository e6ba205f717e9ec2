#include "lessons/04_lock/condition.h"

#include <functional>
#include <optional>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// A call of Put or Take on a thread of its own.
class Visit {
 public:
  explicit Visit(std::function<void()> visit)
      : call_(std::in_place, std::move(visit)) {}

  // What becomes of it when it is left alone.
  CallState State() { return call_->WaitUntilReturnedOrHeldUp(); }

  void AwaitEnd() { call_.reset(); }

 private:
  std::optional<WatchedCall> call_;
};

TEST(Condition, KeepsCountOfTheLoaves) {
  Shelf shelf(10);
  EXPECT_EQ(shelf.loaves(), 0);
  shelf.Put(7);
  EXPECT_EQ(shelf.loaves(), 7);
  shelf.Take(5);
  EXPECT_EQ(shelf.loaves(), 2);
  shelf.Put(8);
  EXPECT_EQ(shelf.loaves(), 10);
  shelf.Take(10);
  EXPECT_EQ(shelf.loaves(), 0);
}

TEST(Condition, LetsACustomerSleepUntilThereIsEnough) {
  Shelf shelf(10);
  Visit customer([&] { shelf.Take(5); });
  EXPECT_EQ(customer.State(), CallState::kAsleep) << "wants 5, there are none";
  shelf.Put(1);
  EXPECT_EQ(customer.State(), CallState::kAsleep) << "wants 5, there is 1";
  EXPECT_EQ(shelf.loaves(), 1) << "while the customer who wants 5 waits";
  shelf.Put(4);
  customer.AwaitEnd();
  EXPECT_EQ(shelf.loaves(), 0) << "after the customer took 5";
}

TEST(Condition, LetsABakerSleepUntilThereIsRoom) {
  Shelf shelf(5);
  shelf.Put(5);
  Visit baker([&] { shelf.Put(3); });
  EXPECT_EQ(baker.State(), CallState::kAsleep) << "brings 3, there is no room";
  shelf.Take(1);
  EXPECT_EQ(baker.State(), CallState::kAsleep)
      << "brings 3, there is room for 1";
  EXPECT_EQ(shelf.loaves(), 4) << "while the baker who brings 3 waits";
  shelf.Take(2);
  baker.AwaitEnd();
  EXPECT_EQ(shelf.loaves(), 5) << "after the baker put 3 to 2";
}

// While time stands still, no sleep ends: only being woken helps.
TEST(Condition, WakesThoseWhoWait) {
  Shelf shelf(5);
  std::optional<Visit> customer;
  std::optional<Visit> baker;
  {
    VirtualTime time;
    customer.emplace([&] { shelf.Take(3); });
    EXPECT_EQ(customer->State(), CallState::kAsleep);
    EXPECT_EQ(time.sleeps(), 0) << "a customer sleeps to look again later";
    EXPECT_EQ(time.timed_waits(), 0) << "a customer waits for some time only";
    shelf.Put(3);
    EXPECT_EQ(customer->State(), CallState::kReturned);
  }
  customer.reset();
  shelf.Put(5);
  {
    VirtualTime time;
    baker.emplace([&] { shelf.Put(3); });
    EXPECT_EQ(baker->State(), CallState::kAsleep);
    EXPECT_EQ(time.sleeps(), 0) << "a baker sleeps to look again later";
    EXPECT_EQ(time.timed_waits(), 0) << "a baker waits for some time only";
    shelf.Take(3);
    EXPECT_EQ(baker->State(), CallState::kReturned);
  }
}

TEST(Condition, WakesAllWhoCanGoOn) {
  Shelf shelf(3);
  {
    Visit one([&] { shelf.Take(1); });
    EXPECT_EQ(one.State(), CallState::kAsleep);
    Visit two([&] { shelf.Take(1); });
    EXPECT_EQ(two.State(), CallState::kAsleep);
    Visit three([&] { shelf.Take(1); });
    EXPECT_EQ(three.State(), CallState::kAsleep);
    shelf.Put(3);
  }
  EXPECT_EQ(shelf.loaves(), 0) << "after 3 customers took 1 each";
  shelf.Put(3);
  {
    Visit one([&] { shelf.Put(1); });
    EXPECT_EQ(one.State(), CallState::kAsleep);
    Visit two([&] { shelf.Put(1); });
    EXPECT_EQ(two.State(), CallState::kAsleep);
    Visit three([&] { shelf.Put(1); });
    EXPECT_EQ(three.State(), CallState::kAsleep);
    shelf.Take(3);
  }
  EXPECT_EQ(shelf.loaves(), 3) << "after 3 bakers put 1 each";
}

TEST(Condition, LetsNoCustomerWaitBehindAnotherWhoWantsMore) {
  Shelf shelf(5);
  Visit wants_five([&] { shelf.Take(5); });
  EXPECT_EQ(wants_five.State(), CallState::kAsleep);
  Visit wants_one([&] { shelf.Take(1); });
  EXPECT_EQ(wants_one.State(), CallState::kAsleep);
  shelf.Put(1);
  wants_one.AwaitEnd();
  EXPECT_EQ(wants_five.State(), CallState::kAsleep);
  EXPECT_EQ(shelf.loaves(), 0) << "after the customer who wants 1 took it";
  // Who comes later does not wait behind the first one either.
  shelf.Put(4);
  EXPECT_EQ(wants_five.State(), CallState::kAsleep);
  Visit wants_three([&] { shelf.Take(3); });
  EXPECT_EQ(wants_three.State(), CallState::kReturned)
      << "wants 3, there are 4";
  EXPECT_EQ(wants_five.State(), CallState::kAsleep);
  shelf.Put(4);
}

TEST(Condition, LetsNoBakerWaitBehindAnotherWhoBringsMore) {
  Shelf shelf(5);
  shelf.Put(5);
  Visit brings_five([&] { shelf.Put(5); });
  EXPECT_EQ(brings_five.State(), CallState::kAsleep);
  Visit brings_one([&] { shelf.Put(1); });
  EXPECT_EQ(brings_one.State(), CallState::kAsleep);
  shelf.Take(1);
  brings_one.AwaitEnd();
  EXPECT_EQ(brings_five.State(), CallState::kAsleep);
  EXPECT_EQ(shelf.loaves(), 5) << "after the baker who brings 1 put it";
  shelf.Take(4);
  EXPECT_EQ(brings_five.State(), CallState::kAsleep);
  Visit brings_three([&] { shelf.Put(3); });
  EXPECT_EQ(brings_three.State(), CallState::kReturned)
      << "brings 3, there is room for 4";
  EXPECT_EQ(brings_five.State(), CallState::kAsleep);
  shelf.Take(4);
}

TEST(Condition, LetsWhoeverHadToWaitWakeOthers) {
  Shelf shelf(10);
  shelf.Put(6);
  {
    Visit customer([&] { shelf.Take(8); });
    EXPECT_EQ(customer.State(), CallState::kAsleep);
    Visit baker([&] { shelf.Put(5); });
    EXPECT_EQ(baker.State(), CallState::kAsleep);
    // Makes room for the baker, who brings what the customer waits for.
    shelf.Take(1);
  }
  EXPECT_EQ(shelf.loaves(), 2);
  {
    Visit baker([&] { shelf.Put(9); });
    EXPECT_EQ(baker.State(), CallState::kAsleep);
    Visit customer([&] { shelf.Take(4); });
    EXPECT_EQ(customer.State(), CallState::kAsleep);
    // Enough for the customer, who makes the room that the baker waits for.
    shelf.Put(2);
  }
  EXPECT_EQ(shelf.loaves(), 9);
}

TEST(ConditionInParallel, OfABakerAndACustomer) {
  Shelf shelf(2);
  TakeTurns(10, [&] { shelf.Put(2); }, [&] { shelf.Take(2); });
  EXPECT_EQ(shelf.loaves(), 0);
}

TEST(ConditionInParallel, OfTwoBakersAndOneWhoCounts) {
  Shelf shelf(20);
  TakeTurns(10, [&] { shelf.Put(1); }, [&] { shelf.Put(1); });
  int expected = 20;
  TakeTurns(
      10, [&] { shelf.Take(1); },
      [&] { EXPECT_EQ(shelf.loaves(), --expected); });
}

EVERY_SCHEDULE_TEST(Condition, MissesNothing) {
  Shelf shelf(1);
  std::thread customer([&] {
    shelf.Take(1);
    shelf.Take(1);
  });
  shelf.Put(1);
  shelf.Put(1);
  customer.join();
  EXPECT_EQ(shelf.loaves(), 0);
}

// A wait for a condition may also end though nobody has woken it.
EVERY_SCHEDULE_TEST_WITH(Condition, IsLookedAtAfterEachWakeUp,
                         {.spurious_wake_ups = true}) {
  Shelf shelf(2);
  std::thread customer([&] { shelf.Take(2); });
  shelf.Put(1);
  EXPECT_EQ(shelf.loaves(), 1) << "of which 2 are wanted";
  shelf.Put(1);
  customer.join();
  EXPECT_EQ(shelf.loaves(), 0);
}

EVERY_SCHEDULE_TEST(Condition, GivesOneLoafToOneAtATime) {
  Shelf shelf(2);
  shelf.Put(1);
  auto take_and_put_back = [&] {
    shelf.Take(1);
    EXPECT_EQ(shelf.loaves(), 0) << "while one has the only loaf";
    shelf.Put(1);
  };
  std::thread other(take_and_put_back);
  take_and_put_back();
  other.join();
  EXPECT_EQ(shelf.loaves(), 1);
}

EVERY_SCHEDULE_TEST(Condition, GivesThePlaceOfOneLoafToOneAtATime) {
  Shelf shelf(1);
  auto put_and_take_away = [&] {
    shelf.Put(1);
    EXPECT_EQ(shelf.loaves(), 1) << "when there is room for 1";
    shelf.Take(1);
  };
  std::thread other(put_and_take_away);
  put_and_take_away();
  other.join();
  EXPECT_EQ(shelf.loaves(), 0);
}

}  // namespace
}  // namespace racefree
