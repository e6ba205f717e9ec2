#include "lessons/04_lock/absl_lock_order.h"

#include "gtest/gtest.h"

TEST(Transfer, GoesBothWays) {
  Account a, b;
  Transfer(a, b, 5);
  Transfer(b, a, 8);
}
