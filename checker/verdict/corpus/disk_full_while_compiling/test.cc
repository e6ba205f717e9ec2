#include "lessons/04_lock/disk_full_while_compiling.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
