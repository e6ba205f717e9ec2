#include "lessons/04_lock/passed_behaves.h"

#include "gtest/gtest.h"

TEST(Balance, Starts) { EXPECT_EQ(Start(), 0); }
TEST(Balance, StartsTwice) { EXPECT_EQ(Start(), Start()); }
