#include "lessons/04_lock/dangling_vector_reference.h"

#include "gtest/gtest.h"

TEST(First, StaysOne) { EXPECT_EQ(First(), 1); }
