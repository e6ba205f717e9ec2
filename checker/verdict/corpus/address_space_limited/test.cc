#include "lessons/04_lock/address_space_limited.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
