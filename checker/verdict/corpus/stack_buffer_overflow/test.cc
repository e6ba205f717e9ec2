#include "lessons/04_lock/stack_buffer_overflow.h"

#include "gtest/gtest.h"

TEST(Last, IsFour) { EXPECT_EQ(Last(4), 4); }
