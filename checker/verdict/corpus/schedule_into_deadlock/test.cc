#include "lessons/04_lock/schedule_into_deadlock.h"

#include <memory>
#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

// The accounts live on the heap: there, ThreadSanitizer notices that a lock is
// gone when its account is, and does not mistake the next one for it.
std::unique_ptr<Account> Open(int balance) {
  return std::make_unique<Account>(balance);
}

// Goes both ways on one thread, with each account the richer one in turn.
// Nobody can be in the way; but ThreadSanitizer notes in which order the locks
// are taken.
void TransferBothWays(Account& one, Account& other) {
  const int all = one.balance();
  EXPECT_TRUE(Transfer(one, other, all));
  EXPECT_TRUE(Transfer(other, one, all));
  EXPECT_TRUE(Transfer(one, other, all));
  EXPECT_FALSE(Transfer(one, other, all + 1));
  EXPECT_TRUE(Transfer(other, one, all));
}

TEST(TwoLocks, MoveMoneyFromOneAccountToAnother) {
  auto mine = Open(100);
  auto yours = Open(5);
  EXPECT_TRUE(Transfer(*mine, *yours, 30));
  EXPECT_EQ(mine->balance(), 70);
  EXPECT_EQ(yours->balance(), 35);
  EXPECT_EQ(Total(*mine, *yours), 105);
}

TEST(TwoLocks, MoveNothingIfThereIsNotEnough) {
  auto mine = Open(100);
  auto yours = Open(5);
  EXPECT_FALSE(Transfer(*mine, *yours, 101));
  EXPECT_EQ(mine->balance(), 100);
  EXPECT_EQ(yours->balance(), 5);
  EXPECT_TRUE(Transfer(*mine, *yours, 100));
  EXPECT_EQ(mine->balance(), 0);
}

TEST(TwoLocks, AreOneLockForATransferToOneself) {
  auto mine = Open(100);
  EXPECT_TRUE(Transfer(*mine, *mine, 30));
  EXPECT_EQ(mine->balance(), 100);
  EXPECT_FALSE(Transfer(*mine, *mine, 101));
  EXPECT_EQ(mine->balance(), 100);
}

TEST(TwoLocksInParallel, AreTakenInOneOrderForBothDirections) {
  auto mine = Open(100);
  auto yours = Open(0);
  TransferBothWays(*mine, *yours);
  EXPECT_EQ(Total(*mine, *yours), 100);
  EXPECT_EQ(Total(*yours, *mine), 100);
  TakeTurns(
      10, [&] { EXPECT_TRUE(Transfer(*mine, *yours, 100)); },
      [&] { EXPECT_TRUE(Transfer(*yours, *mine, 100)); });
  EXPECT_EQ(mine->balance(), 100);
}

TEST(TwoLocksInParallel, AreTakenInOneOrderAllRoundACircle) {
  auto mine = Open(10);
  auto yours = Open(20);
  auto ours = Open(30);
  EXPECT_TRUE(Transfer(*mine, *yours, 1));
  EXPECT_TRUE(Transfer(*yours, *ours, 1));
  EXPECT_TRUE(Transfer(*ours, *mine, 1));
  EXPECT_EQ(mine->balance(), 10);
}

TEST(TwoLocksInParallel, AreBothHeldByWhoeverLooks) {
  auto mine = Open(100);
  auto yours = Open(0);
  int expected = 0;
  TakeTurns(
      10, [&] { EXPECT_TRUE(Transfer(*mine, *yours, 5)); },
      [&] {
        EXPECT_EQ(yours->balance(), expected += 5);
        EXPECT_EQ(mine->balance(), 100 - expected);
      });
  TakeTurns(
      10, [&] { EXPECT_TRUE(Transfer(*mine, *yours, 5)); },
      [&] { EXPECT_EQ(Total(*mine, *yours), 100); });
}

EVERY_SCHEDULE_TEST(TwoLocks, LetTransfersGoBothWays) {
  Account left(10);
  Account right(10);
  std::thread one([&] { EXPECT_TRUE(Transfer(left, right, 5)); });
  std::thread two([&] { EXPECT_TRUE(Transfer(right, left, 3)); });
  one.join();
  two.join();
  EXPECT_EQ(left.balance(), 8);
  EXPECT_EQ(right.balance(), 12);
}

EVERY_SCHEDULE_TEST(TwoLocks, NeverMoveOneCoinTwice) {
  Account left(1);
  Account right(0);
  std::thread one([&] { Transfer(left, right, 1); });
  std::thread two([&] { Transfer(left, right, 1); });
  one.join();
  two.join();
  EXPECT_EQ(left.balance(), 0);
  EXPECT_EQ(right.balance(), 1);
}

EVERY_SCHEDULE_TEST(TwoLocks, HideATransferUntilItIsDone) {
  Account left(10);
  Account right(10);
  std::thread one([&] { EXPECT_TRUE(Transfer(right, left, 5)); });
  std::thread two([&] { EXPECT_EQ(Total(left, right), 20); });
  one.join();
  two.join();
  EXPECT_EQ(Total(left, right), 20);
}

}  // namespace
}  // namespace racefree
