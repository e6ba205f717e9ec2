#include "lessons/04_lock/early_exit.h"

#include "gtest/gtest.h"

TEST(Balance, IsZero) { EXPECT_EQ(1, 1); }
TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
TEST(Balance, StartsAgain) { EXPECT_EQ(Start(), 0); }
