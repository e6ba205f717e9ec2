#include "lessons/04_lock/signed_overflow.h"

#include "gtest/gtest.h"

TEST(Next, IsLarger) { EXPECT_GT(Next(2147483647), 0); }
