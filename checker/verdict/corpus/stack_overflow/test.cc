#include "lessons/04_lock/stack_overflow.h"

#include "gtest/gtest.h"

TEST(Depth, IsCounted) { EXPECT_EQ(Depth(1), 1); }
