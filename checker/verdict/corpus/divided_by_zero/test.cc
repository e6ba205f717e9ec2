#include "lessons/04_lock/divided_by_zero.h"

#include "gtest/gtest.h"

TEST(Share, OfNobodyIsNothing) { EXPECT_EQ(Share(8, 0), 0); }
