#include "lessons/04_lock/endless_loop.h"

#include "gtest/gtest.h"

TEST(Countdown, EndsAtZero) { EXPECT_EQ(Countdown(5), 0); }
