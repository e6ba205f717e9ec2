#include "lessons/04_lock/machine_fault_of_parent.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
