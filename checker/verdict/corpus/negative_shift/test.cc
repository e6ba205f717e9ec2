#include "lessons/04_lock/negative_shift.h"

#include "gtest/gtest.h"

TEST(Shift, ByMinusOne) { EXPECT_EQ(Shift(-1), 0); }
