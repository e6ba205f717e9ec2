#include "lessons/04_lock/passed_every_fair_schedule.h"

#include <optional>
#include <stdexcept>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

int AddOne(int value) { return value + 1; }

int Fail(int) { throw std::runtime_error("this change fails"); }

TEST(ThreeSteps, CountFromZero) {
  Counter counter;
  EXPECT_EQ(counter.value(), 0);
  counter.Update(AddOne);
  counter.Update([](int value) { return value * 10; });
  EXPECT_EQ(counter.value(), 10);
}

TEST(ThreeSteps, CallTheChangeOnce) {
  Counter counter;
  int calls = 0;
  counter.Update([&](int value) {
    ++calls;
    return value + 1;
  });
  EXPECT_EQ(calls, 1);
}

TEST(ThreeSteps, KeepTheValueWhenTheChangeThrows) {
  Counter counter;
  counter.Update(AddOne);
  try {
    counter.Update(Fail);
  } catch (const std::runtime_error&) {
  }
  // Another thread looks, so that a lock which was left locked holds it up.
  std::thread([&] { EXPECT_EQ(counter.value(), 1); }).join();
}

TEST(ThreeSteps, GoOnAfterAChangeThatThrew) {
  Counter counter;
  try {
    counter.Update(Fail);
  } catch (const std::runtime_error&) {
  }
  std::thread([&] { counter.Update(AddOne); }).join();
  std::thread([&] { EXPECT_EQ(counter.value(), 1); }).join();
}

TEST(ThreeSteps, PassAnExceptionOnToTheCaller) {
  Counter counter;
  EXPECT_THROW(counter.Update(Fail), std::runtime_error);
}

// While one thread is between getting the value and putting it back, another
// comes. It has to wait, or else one of the two changes is lost.
TEST(ThreeSteps, AreOneStepForAnotherThread) {
  Counter counter;
  std::optional<WatchedCall> other;
  int calls = 0;
  counter.Update([&](int value) {
    if (++calls == 1) {
      other.emplace([&] { counter.Update([](int old) { return old + 10; }); });
      other->WaitUntilReturnedOrHeldUp();
    }
    return value + 1;
  });
  other.reset();
  EXPECT_EQ(calls, 1) << "calls of a change";
  EXPECT_EQ(counter.value(), 11) << "after one thread added 1, another 10";
}

TEST(ThreeStepsInParallel, OfTwoThreads) {
  Counter counter;
  TakeTurns(
      10, [&] { counter.Update(AddOne); }, [&] { counter.Update(AddOne); });
  EXPECT_EQ(counter.value(), 20);
}

TEST(ThreeStepsInParallel, OneThreadReadsWhatAnotherUpdates) {
  Counter counter;
  int expected = 0;
  TakeTurns(
      10, [&] { counter.Update(AddOne); },
      [&] { EXPECT_EQ(counter.value(), ++expected); });
}

EVERY_SCHEDULE_TEST(ThreeSteps, AreOneStepForTwoThreads) {
  Counter counter;
  std::thread one([&] { counter.Update(AddOne); });
  std::thread two([&] {
    counter.Update(AddOne);
    EXPECT_GE(counter.value(), 1);
  });
  one.join();
  two.join();
  EXPECT_EQ(counter.value(), 2);
}

EVERY_SCHEDULE_TEST(ThreeSteps, LoseNothingToAChangeThatThrows) {
  Counter counter;
  std::thread one([&] { counter.Update(AddOne); });
  std::thread two(
      [&] { EXPECT_THROW(counter.Update(Fail), std::runtime_error); });
  one.join();
  two.join();
  EXPECT_EQ(counter.value(), 1);
}

}  // namespace
}  // namespace racefree
