#include "lessons/04_lock/schedule_with_lost_update.h"

#include <functional>
#include <optional>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "checker/harness/thread_state.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// Updates `score` by `change`. While `change` runs for the first time, another
// thread calls `meanwhile`; that goes as far as it can without waiting.
void UpdateWhile(Score& score, const std::function<void()>& meanwhile,
                 const std::function<int(int)>& change) {
  std::optional<WatchedCall> other;
  score.Update([&](int points) {
    if (!other.has_value()) {
      other.emplace(meanwhile);
      other->WaitUntilReturnedOrHeldUp();
    }
    return change(points);
  });
}

int Double(int points) { return points * 2; }

TEST(LostUpdate, CountsFromZero) {
  Score score;
  EXPECT_EQ(score.points(), 0);
  score.Add(5);
  score.Add(-2);
  EXPECT_EQ(score.points(), 3);
  score.Update(Double);
  EXPECT_EQ(score.points(), 6);
}

TEST(LostUpdate, IsNotAnAddDuringAnUpdate) {
  Score score;
  UpdateWhile(
      score, [&] { score.Add(10); }, [](int points) { return points + 1; });
  EXPECT_EQ(score.points(), 11) << "after one thread added 1, another 10";
}

TEST(LostUpdate, IsNotAnUpdateDuringAnUpdate) {
  Score score;
  score.Add(1);
  UpdateWhile(score, [&] { score.Update(Double); }, Double);
  EXPECT_EQ(score.points(), 4) << "after two threads doubled 1";
}

TEST(LostUpdateInParallel, IsNotWhatTwoThreadsAddInTurn) {
  Score score;
  TakeTurns(
      10, [&] { score.Add(1); },
      [&] { score.Update([](int points) { return points + 1; }); });
  EXPECT_EQ(score.points(), 20);
}

TEST(LostUpdateInParallel, IsNotWhatAnotherThreadReads) {
  Score score;
  int expected = 0;
  TakeTurns(
      10, [&] { score.Add(1); },
      [&] { EXPECT_EQ(score.points(), ++expected); });
}

EVERY_SCHEDULE_TEST(LostUpdate, IsNoneOfTwoAdds) {
  Score score;
  std::thread one([&] { score.Add(3); });
  std::thread two([&] { score.Add(-2); });
  one.join();
  two.join();
  EXPECT_EQ(score.points(), 1);
}

EVERY_SCHEDULE_TEST(LostUpdate, IsNoneOfAnAddAndAnUpdate) {
  Score score;
  std::thread one([&] { score.Update([](int points) { return points + 1; }); });
  std::thread two([&] { score.Add(-2); });
  one.join();
  two.join();
  EXPECT_EQ(score.points(), -1);
}

}  // namespace
}  // namespace racefree
