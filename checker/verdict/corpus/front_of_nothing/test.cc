#include "lessons/04_lock/front_of_nothing.h"

#include "gtest/gtest.h"

TEST(First, OfNothingIsZero) { EXPECT_EQ(First({}), 0); }
