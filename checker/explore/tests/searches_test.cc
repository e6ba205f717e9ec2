// Each search on its own finds the same lost update, in the same number of
// schedules each time; and the time models do what they say.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

void LostUpdate(void*) {
  std::atomic<int> sum{0};
  auto add = [&] { sum.store(sum.load() + 1); };
  std::thread a(add);
  std::thread b(add);
  a.join();
  b.join();
  EXPECT_EQ(sum.load(), 2);
}

class EachSearch : public testing::TestWithParam<SearchKind> {};

TEST_P(EachSearch, FindsALostUpdateInTheSameWayTwice) {
  Options options;
  options.search = GetParam();
  const Result& first = Explore(LostUpdate, nullptr, options);
  EXPECT_EQ(first.finding.kind, FindingKind::kFailedExpectation);
  EXPECT_FALSE(first.diverged);
  // One switch in the middle of an addition is enough.
  EXPECT_EQ(first.preemptions, 1);
  const uint64_t schedules = first.schedules;
  const std::string story = StoryAsJson(TellStory(first));
  EXPECT_NE(story.find("\"actions\":[\"reads 0\"]"), std::string::npos)
      << story;
  EXPECT_NE(story.find("\"actions\":[\"writes 1\"]"), std::string::npos)
      << story;
  const Result& second = Explore(LostUpdate, nullptr, options);
  EXPECT_EQ(second.schedules, schedules);
  EXPECT_EQ(StoryAsJson(TellStory(second)), story);
}

INSTANTIATE_TEST_SUITE_P(
    All, EachSearch,
    testing::Values(SearchKind::kPortfolio, SearchKind::kDepthFirst,
                    SearchKind::kReduction, SearchKind::kPreemptionBound,
                    SearchKind::kDelayBound, SearchKind::kRandom,
                    SearchKind::kPriorities, SearchKind::kPartialOrder));

void SleepInsteadOfJoining(void*) {
  std::atomic<bool> done{false};
  std::thread worker([&] { done = true; });
  std::this_thread::sleep_for(std::chrono::hours(1));
  EXPECT_TRUE(done.load());
  worker.join();
}

TEST(Time, MayRunOutAtAnyMomentOrOnlyWhenAllWait) {
  Options options;
  options.time = TimeModel::kAnyTime;
  EXPECT_EQ(Explore(SleepInsteadOfJoining, nullptr, options).finding.kind,
            FindingKind::kFailedExpectation);
  options.time = TimeModel::kWhenIdle;
  EXPECT_EQ(Explore(SleepInsteadOfJoining, nullptr, options).finding.kind,
            FindingKind::kNone);
}

void SleepWithTheLockOfOneWhoWaits(void*) {
  std::mutex mutex;
  std::condition_variable changed;
  std::thread waiting([&] {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(1));
  });
  {
    std::lock_guard lock(mutex);
    std::this_thread::sleep_for(std::chrono::hours(1));
  }
  waiting.join();
}

TEST(Time, PassesUntilSomebodyCanGoOn) {
  Options options;
  options.time = TimeModel::kWhenIdle;
  EXPECT_EQ(
      Explore(SleepWithTheLockOfOneWhoWaits, nullptr, options).finding.kind,
      FindingKind::kNone);
}

void RacyBalance(void*) {
  int balance = 0;
  auto change = [&](int amount) {
    balance = balance + amount;
    balance = balance - amount;
  };
  std::thread a(change, 5);
  std::thread b(change, 8);
  a.join();
  b.join();
  EXPECT_EQ(balance, 0);
}

TEST(Race, IsShownWithTheHarmItDoes) {
  const Result& result = Explore(RacyBalance, nullptr, Options());
  EXPECT_EQ(result.finding.kind, FindingKind::kDataRace);
  EXPECT_EQ(result.consequence.kind, FindingKind::kFailedExpectation);
  const std::string text = StoryAsText(TellStory(result), 200);
  EXPECT_NE(text.find("data race: thread 2 writes"), std::string::npos) << text;
  EXPECT_NE(text.find("balance = balance + amount;"), std::string::npos)
      << text;
  EXPECT_NE(text.find("reads 0, writes 8"), std::string::npos) << text;
}

}  // namespace
}  // namespace racefree::explore
