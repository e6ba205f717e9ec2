#include "lessons/04_lock/heap_overflow.h"

#include "gtest/gtest.h"

TEST(Sum, OfZerosIsZero) { EXPECT_EQ(Sum(), 0); }
