#include "lessons/04_lock/event.h"

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "checker/harness/virtual_time.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using namespace std::chrono_literals;

// Time passes only as the tests say.
class EventTest : public testing::Test {
 protected:
  // A call of Wait or WaitFor on a thread of its own.
  class Waiter {
   public:
    explicit Waiter(std::function<bool()> wait)
        : call_(std::in_place, [this, wait = std::move(wait)] {
            result_.store(wait(), std::memory_order_relaxed);
          }) {}

    // What becomes of it when it is left alone.
    std::string State() {
      switch (call_->WaitUntilReturnedOrHeldUp()) {
        case CallState::kReturned:
          return result_.load(std::memory_order_relaxed) ? "has returned true"
                                                         : "has returned false";
        case CallState::kAsleep:
          return "asleep";
        case CallState::kSpinning:
          return "goes round in circles";
      }
      return "";
    }

   private:
    std::atomic<bool> result_ = false;
    std::optional<WatchedCall> call_;
  };

  // The event outlives those who wait for it, and they outlive the virtual
  // time: a wait that was not ended goes on by the real clock.
  Event event_;
  std::function<bool()> wait_ = [this] {
    event_.Wait();
    return true;
  };
  std::function<bool()> wait_30_s_ = [this] { return event_.WaitFor(30s); };
  std::optional<Waiter> one_;
  std::optional<Waiter> two_;
  std::optional<Waiter> three_;
  VirtualTime time_;
};

TEST_F(EventTest, IsAFlagThatIsDownAtFirst) {
  EXPECT_FALSE(event_.IsSet());
  event_.Set();
  EXPECT_TRUE(event_.IsSet());
  event_.Set();
  EXPECT_TRUE(event_.IsSet()) << "after a second Set";
  event_.Clear();
  EXPECT_FALSE(event_.IsSet());
  event_.Clear();
  EXPECT_FALSE(event_.IsSet()) << "after a second Clear";
  event_.Set();
  EXPECT_TRUE(event_.IsSet());
}

TEST_F(EventTest, LetsAllPassWhileTheFlagIsUp) {
  event_.Set();
  event_.Wait();
  event_.Wait();
  EXPECT_TRUE(event_.WaitFor(30s));
  EXPECT_TRUE(event_.WaitFor(0s));
  EXPECT_TRUE(event_.IsSet()) << "after some have passed";
}

TEST_F(EventTest, WakesAWaiter) {
  one_.emplace(wait_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(1h);
  EXPECT_EQ(one_->State(), "asleep") << "after an hour";
  EXPECT_EQ(time_.sleeps(), 0) << "Wait sleeps to look again later";
  EXPECT_LE(time_.timed_waits(), 1) << "Wait looks again every so often";
  event_.Set();
  EXPECT_EQ(one_->State(), "has returned true");
}

TEST_F(EventTest, WakesAWaiterBeforeItsTimeIsOver) {
  one_.emplace(wait_30_s_);
  EXPECT_EQ(one_->State(), "asleep");
  EXPECT_EQ(time_.sleeps(), 0) << "WaitFor sleeps to look again later";
  time_.Advance(29s);
  EXPECT_EQ(one_->State(), "asleep");
  EXPECT_LE(time_.timed_waits(), 1) << "WaitFor looks again every so often";
  event_.Set();
  EXPECT_EQ(one_->State(), "has returned true");
  time_.Advance(1s);
}

TEST_F(EventTest, WakesAllWaiters) {
  one_.emplace(wait_);
  EXPECT_EQ(one_->State(), "asleep");
  two_.emplace(wait_30_s_);
  EXPECT_EQ(two_->State(), "asleep");
  three_.emplace(wait_);
  EXPECT_EQ(three_->State(), "asleep");
  event_.Set();
  one_.reset();
  two_.reset();
  three_.reset();
  EXPECT_TRUE(event_.IsSet());
}

TEST_F(EventTest, LetsNobodyPassWhileTheFlagIsDown) {
  EXPECT_FALSE(event_.WaitFor(0s));
  event_.Set();
  event_.Clear();
  EXPECT_FALSE(event_.WaitFor(0s)) << "after Set and Clear";
  one_.emplace(wait_);
  EXPECT_EQ(one_->State(), "asleep");
  event_.Clear();
  EXPECT_EQ(one_->State(), "asleep") << "after Clear";
  two_.emplace(wait_30_s_);
  EXPECT_EQ(two_->State(), "asleep");
  event_.Clear();
  EXPECT_EQ(two_->State(), "asleep") << "after Clear";
  event_.Set();
}

TEST_F(EventTest, TimesOut) {
  one_.emplace(wait_30_s_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(30s - 1ms);
  EXPECT_EQ(one_->State(), "asleep") << "after 29.999 s of 30 s";
  time_.Advance(1ms);
  EXPECT_EQ(one_->State(), "has returned false") << "after 30 s of 30 s";
  EXPECT_FALSE(event_.IsSet());
}

TEST_F(EventTest, HasOneTimeoutForTheWholeWait) {
  one_.emplace(wait_30_s_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(20s);
  event_.Clear();
  // A wait for a condition may end though nobody has ended it.
  time_.WakeSpuriously();
  EXPECT_EQ(one_->State(), "asleep") << "after 20 s of 30 s";
  time_.Advance(10s);
  EXPECT_EQ(one_->State(), "has returned false") << "after 30 s of 30 s";
}

TEST_F(EventTest, CountsTheTimeOfEachWaiterFromItsOwnStart) {
  one_.emplace(wait_30_s_);
  EXPECT_EQ(one_->State(), "asleep");
  time_.Advance(20s);
  two_.emplace(wait_30_s_);
  EXPECT_EQ(two_->State(), "asleep");
  time_.Advance(10s);
  EXPECT_EQ(one_->State(), "has returned false") << "after 30 s of 30 s";
  EXPECT_EQ(two_->State(), "asleep") << "after 10 s of 30 s";
  time_.Advance(20s);
  EXPECT_EQ(two_->State(), "has returned false") << "after 30 s of 30 s";
}

TEST(EventInParallel, OfOneWhoSetsAndOneWhoWaits) {
  Event event;
  std::array<int, 10> letters = {};
  int written = 0;
  int read = 0;
  TakeTurns(
      10,
      [&] {
        letters[written] = written + 1;
        ++written;
        event.Set();
      },
      [&] {
        event.Wait();
        EXPECT_EQ(letters[read], read + 1) << "written before Set";
        ++read;
        event.Clear();
      });
}

TEST(EventInParallel, OfOneWhoSetsAndOneWhoWaitsWithATimeout) {
  Event event;
  std::array<int, 10> letters = {};
  int written = 0;
  int read = 0;
  TakeTurns(
      10,
      [&] {
        letters[written] = written + 1;
        ++written;
        event.Set();
      },
      [&] {
        EXPECT_TRUE(event.WaitFor(0s));
        EXPECT_EQ(letters[read], read + 1) << "written before Set";
        ++read;
        event.Clear();
      });
}

TEST(EventInParallel, OfOneWhoSetsAndOneWhoLooks) {
  Event event;
  TakeTurns(10, [&] { event.Set(); }, [&] { EXPECT_TRUE(event.IsSet()); });
  TakeTurns(10, [&] { event.Clear(); }, [&] { EXPECT_FALSE(event.IsSet()); });
}

EVERY_SCHEDULE_TEST(Event, IsNeverMissed) {
  Event event;
  int letter = 0;
  std::thread waiter([&] {
    event.Wait();
    EXPECT_EQ(letter, 1) << "written before Set";
  });
  letter = 1;
  event.Set();
  waiter.join();
}

// A wait for a condition may also end though nobody has woken it.
EVERY_SCHEDULE_TEST_WITH(Event, HoldsBackOneWhoWakesUpForNoReason,
                         {.spurious_wake_ups = true}) {
  Event event;
  std::atomic<bool> may_go_on = false;
  std::thread waiter([&] {
    event.Wait();
    EXPECT_TRUE(may_go_on) << "when Wait returns";
  });
  may_go_on = true;
  event.Set();
  waiter.join();
}

// Here the time may be over at any moment.
EVERY_SCHEDULE_TEST(Event, IsSeenInTimeOrNotAtAll) {
  Event event;
  int letter = 0;
  std::thread waiter([&] {
    if (event.WaitFor(30s)) {
      EXPECT_EQ(letter, 1) << "written before Set";
    }
  });
  letter = 1;
  event.Set();
  waiter.join();
  EXPECT_TRUE(event.IsSet());
}

// In this test the time does not pass as long as any thread can go on: when the
// first second is over, all others wait.
EVERY_SCHEDULE_TEST_WITH(Event, ReachesWhoeverWaitsEvenIfItIsClearedAtOnce,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Event event;
  Event nobody_sets_it;
  std::thread one([&] { event.Wait(); });
  std::thread two([&] { EXPECT_TRUE(event.WaitFor(30s)); });
  EXPECT_FALSE(nobody_sets_it.WaitFor(1s));
  event.Set();
  event.Clear();
  event.Set();
  event.Clear();
  EXPECT_FALSE(event.WaitFor(0s)) << "for one who comes after Clear";
  one.join();
  two.join();
  EXPECT_FALSE(event.IsSet());
}

EVERY_SCHEDULE_TEST_WITH(Event, ReachesAllWhoWait,
                         {.time = explore::TimeModel::kWhenIdle}) {
  Event event;
  std::thread one([&] { event.Wait(); });
  std::thread two([&] { EXPECT_TRUE(event.WaitFor(30s)); });
  event.Set();
  one.join();
  two.join();
}

}  // namespace
}  // namespace racefree
