#include "lessons/04_lock/exception_in_test.h"

#include "gtest/gtest.h"

TEST(Third, OfThreeIsTheLast) { EXPECT_EQ(Third({1, 2}), 0); }
