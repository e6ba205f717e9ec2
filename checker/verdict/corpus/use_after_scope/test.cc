#include "lessons/04_lock/use_after_scope.h"

#include "gtest/gtest.h"

TEST(Read, GivesFive) { EXPECT_EQ(Read(), 5); }
