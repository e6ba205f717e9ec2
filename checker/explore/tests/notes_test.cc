// The example that every text on threads begins with: what it prints must be
// what the text says.

#include <string>
#include <thread>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/report/story.h"
#include "gtest/gtest.h"

namespace racefree::explore {
namespace {

struct Account {
  void ChangeIt(int amount) {
    int x = balance + amount;
    balance = x;
    x = balance - amount;
    balance = x;
  }

  int balance = 0;
};

void TwoChangeOneAccount(void*) {
  Account account;
  std::thread one([&] { account.ChangeIt(5); });
  std::thread two([&] { account.ChangeIt(8); });
  one.join();
  two.join();
  EXPECT_EQ(account.balance, 0);
}

// All that a thread does on the lines that the table shows.
std::vector<std::string> ActionsOf(int thread, const Story& story) {
  std::vector<std::string> actions;
  for (const StoryStep& step : story.steps) {
    if (step.thread != thread) continue;
    actions.insert(actions.end(), step.actions.begin(), step.actions.end());
  }
  return actions;
}

// x1 = 0 + 5 beside x2 = 0 + 8, and what is left is one thread's change.
TEST(Notes, TwoThreadsReadTheSameBalance) {
  const Result& result = Explore(TwoChangeOneAccount, nullptr, Options());
  EXPECT_EQ(result.finding.kind, FindingKind::kDataRace);
  const Story story = TellStory(result);
  const auto one = ActionsOf(1, story);
  const auto two = ActionsOf(2, story);
  ASSERT_GE(one.size(), 2u);
  ASSERT_GE(two.size(), 2u);
  EXPECT_EQ(one[0], "reads 0");
  EXPECT_EQ(one[1], "writes 5");
  EXPECT_EQ(two[0], "reads 0");
  EXPECT_EQ(two[1], "writes 8");
  const bool ends_at_8 =
      story.consequence.find("Which is: 8") != std::string::npos;
  const bool ends_at_minus_8 =
      story.consequence.find("Which is: -8") != std::string::npos;
  EXPECT_TRUE(ends_at_8 || ends_at_minus_8) << StoryAsText(story, 80);
}

}  // namespace
}  // namespace racefree::explore
