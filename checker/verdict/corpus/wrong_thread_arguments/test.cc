#include "lessons/04_lock/wrong_thread_arguments.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
