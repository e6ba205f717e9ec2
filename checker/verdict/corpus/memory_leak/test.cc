#include "lessons/04_lock/memory_leak.h"

#include "gtest/gtest.h"

TEST(Read, GivesFive) { EXPECT_EQ(Read(), 5); }
