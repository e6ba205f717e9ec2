#include "lessons/04_lock/null_member.h"

#include "gtest/gtest.h"

TEST(Read, OfNobodyIsNothing) { EXPECT_EQ(Read(nullptr), 0); }
