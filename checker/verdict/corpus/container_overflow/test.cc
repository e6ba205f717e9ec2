#include "lessons/04_lock/container_overflow.h"

#include "gtest/gtest.h"

TEST(Fifth, IsZero) { EXPECT_EQ(Fifth(), 0); }
