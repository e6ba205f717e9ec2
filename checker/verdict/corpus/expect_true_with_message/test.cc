#include "lessons/04_lock/expect_true_with_message.h"

#include "gtest/gtest.h"

TEST(Shop, IsOpen) { EXPECT_TRUE(IsOpen()) << "at noon"; }
