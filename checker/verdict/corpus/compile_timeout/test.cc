#include "lessons/04_lock/compile_timeout.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
