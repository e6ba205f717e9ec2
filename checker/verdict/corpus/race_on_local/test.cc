#include "lessons/04_lock/race_on_local.h"

#include "gtest/gtest.h"

TEST(SumInParallel, AddsBoth) { EXPECT_EQ(SumOf(2, 3), 5); }
