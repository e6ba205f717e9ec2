#include "lessons/04_lock/huge_allocation.h"

#include "gtest/gtest.h"

TEST(Reserve, TakesAnyCount) { Reserve(1L << 45); }
