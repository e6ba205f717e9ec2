#include "lessons/04_lock/truncated_use_after_free.h"

#include "gtest/gtest.h"

TEST(Length, IsThatOfTheName) { EXPECT_EQ(Length(), 39u); }
