#include "lessons/04_lock/global_overflow.h"

#include "gtest/gtest.h"

TEST(Price, IsKnownForEveryIndex) { EXPECT_EQ(Price(prices, 3), 0); }
