#include "lessons/04_lock/memory_eaten_up.h"

#include "gtest/gtest.h"

TEST(Collect, Ends) { EXPECT_EQ(Collect(), 0u); }
