#include "lessons/04_lock/expect_throw.h"

#include <stdexcept>

#include "gtest/gtest.h"

TEST(Withdraw, RefusesMoreThanTheBalance) {
  EXPECT_THROW(Withdraw(100), std::runtime_error);
}
