#include "lessons/04_lock/stack_overflow_memory_safe.h"

#include "gtest/gtest.h"

TEST(Depth, IsCounted) { EXPECT_EQ(Depth(1), 1); }
