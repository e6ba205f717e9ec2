#include "lessons/04_lock/reference_to_local.h"

#include "gtest/gtest.h"

TEST(Later, StillGivesFive) { EXPECT_EQ(Later()(), 5); }
