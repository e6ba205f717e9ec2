#include "lessons/04_lock/shared_pointer_cycle.h"

#include "gtest/gtest.h"

TEST(Ring, IsFreed) { Ring(); }
