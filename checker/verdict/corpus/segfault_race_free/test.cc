#include "lessons/04_lock/segfault_race_free.h"

#include "gtest/gtest.h"

TEST(Read, AcceptsNothing) { EXPECT_EQ(Read(nullptr), 0); }
