#include "lessons/04_lock/two_locks.h"

#include <memory>

#include "checker/harness/one_coin.h"
#include "checker/harness/overlap.h"
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

TEST(TwoLocks, HideATransferUntilItIsDone) {
  constexpr int kPlenty = 1'000'000'000;
  auto mine = Open(kPlenty);
  auto yours = Open(0);
  int wrong_totals = 0;
  RunOverlapped([&] { Transfer(*mine, *yours, 1); },
                [&] {
                  if (Total(*mine, *yours) != kPlenty) ++wrong_totals;
                });
  EXPECT_EQ(wrong_totals, 0)
      << "times, a total missed money that was on its way";
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

TEST(TwoLocksInParallel, LetTransfersGoBothWaysAtOnce) {
  auto mine = Open(100);
  auto yours = Open(0);
  TransferBothWays(*mine, *yours);
  RunOverlapped([&] { Transfer(*mine, *yours, 1); },
                [&] { Transfer(*yours, *mine, 1); });
  EXPECT_EQ(Total(*mine, *yours), 100);
}

TEST(TwoLocksInParallel, NeverMoveOneCoinTwice) {
  auto mine = Open(1);
  auto yours = Open(0);
  TransferBothWays(*mine, *yours);
  EXPECT_FALSE(TwoTakeOneCoin([&] { return Transfer(*mine, *yours, 1); },
                              [&] { Transfer(*yours, *mine, 1); }));
  EXPECT_EQ(mine->balance(), 1);
}

}  // namespace
}  // namespace racefree
