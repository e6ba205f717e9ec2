#include "lessons/04_lock/several_failures.h"

#include "gtest/gtest.h"

TEST(Balance, AddsUpAllChanges) {
  Account account;
  for (int change = 1; change <= 3; ++change) {
    SCOPED_TRACE(change);
    account.Change(1);
    EXPECT_EQ(account.balance(), change);
  }
}

TEST(Balance, CanBeNegative) {
  Account account;
  account.Change(-1);
  account.Change(-1);
  EXPECT_LT(account.balance(), -1);
}
