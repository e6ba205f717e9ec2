#include "lessons/04_lock/expect_true.h"

#include "gtest/gtest.h"

TEST(Shop, IsOpen) { EXPECT_TRUE(IsOpen()); }
