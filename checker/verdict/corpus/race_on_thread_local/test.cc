#include "lessons/04_lock/race_on_thread_local.h"

#include "gtest/gtest.h"

TEST(VisitsInParallel, AreCountedPerThread) { EXPECT_EQ(Visit(), 1); }
