#include "lessons/04_lock/lock_order_inversion.h"

#include "gtest/gtest.h"

TEST(Transfer, GoesBothWays) {
  Account a, b;
  Transfer(a, b, 5);
  Transfer(b, a, 8);
  EXPECT_EQ(a.balance, 3);
}
