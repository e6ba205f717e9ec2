#include "lessons/04_lock/memory_layout_incompatible.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
