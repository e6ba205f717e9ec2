#include "lessons/04_lock/thread_not_joined.h"

#include "gtest/gtest.h"

TEST(Serve, JoinsItsThread) { Serve(); }
