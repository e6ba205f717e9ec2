#include "lessons/04_lock/garbled_leak.h"

#include "gtest/gtest.h"

TEST(Read, GivesFive) { EXPECT_EQ(Read(), 5); }
