#include "lessons/04_lock/passed_every_schedule.h"

#include <thread>

#include "checker/explore/every_schedule_test.h"
#include "checker/harness/take_turns.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

TEST(Balance, StartsAtZero) {
  Account account;
  EXPECT_EQ(account.balance(), 0);
}

TEST(Balance, IsTheSumOfAllChanges) {
  Account account;
  account.Change(5);
  account.Change(-8);
  EXPECT_EQ(account.balance(), -3);
  account.Change(100);
  EXPECT_EQ(account.balance(), 97);
}

TEST(Balance, OfOneAccountIsNotThatOfAnother) {
  Account mine;
  Account yours;
  mine.Change(5);
  EXPECT_EQ(mine.balance(), 5);
  EXPECT_EQ(yours.balance(), 0);
}

TEST(BalanceInParallel, TwoThreadsChangeOneAccount) {
  Account account;
  TakeTurns(
      10,
      [&] {
        account.Change(5);
        account.Change(-5);
      },
      [&] {
        account.Change(8);
        account.Change(-8);
      });
  EXPECT_EQ(account.balance(), 0);
}

TEST(BalanceInParallel, OneThreadReadsWhatAnotherChanges) {
  Account account;
  int expected = 0;
  TakeTurns(
      10, [&] { account.Change(5); },
      [&] {
        expected += 5;
        EXPECT_EQ(account.balance(), expected);
      });
}

EVERY_SCHEDULE_TEST(Balance, IsZeroAgainAfterTwoThreadsAddAndTakeAway) {
  Account account;
  std::thread one([&] {
    account.Change(5);
    account.Change(-5);
  });
  std::thread two([&] {
    account.Change(8);
    account.Change(-8);
  });
  one.join();
  two.join();
  EXPECT_EQ(account.balance(), 0);
}

EVERY_SCHEDULE_TEST(Balance, IsAfterAChangeWhenSeenByAnotherThread) {
  Account account;
  std::thread one([&] { account.Change(5); });
  std::thread two([&] {
    account.Change(8);
    EXPECT_GE(account.balance(), 8);
  });
  one.join();
  two.join();
  EXPECT_EQ(account.balance(), 13);
}

}  // namespace
}  // namespace racefree
