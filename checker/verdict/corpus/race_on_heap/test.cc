#include "lessons/04_lock/race_on_heap.h"

#include "gtest/gtest.h"

TEST(CountInParallel, CountsTwice) { EXPECT_EQ(CountTwice(), 2); }
