#include "lessons/04_lock/missing_member.h"

#include "gtest/gtest.h"

TEST(Balance, StartsAtZero) {
  Account account;
  EXPECT_EQ(account.balance(), 0);
}
