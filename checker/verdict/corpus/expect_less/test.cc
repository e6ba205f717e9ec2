#include "lessons/04_lock/expect_less.h"

#include "gtest/gtest.h"

TEST(Queue, NeverHoldsMoreThanFive) { EXPECT_LE(Waiting(), 5); }
