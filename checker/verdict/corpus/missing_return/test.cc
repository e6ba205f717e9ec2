#include "lessons/04_lock/missing_return.h"

#include "gtest/gtest.h"

TEST(Sign, OfZeroIsZero) { EXPECT_EQ(Sign(0), 0); }
