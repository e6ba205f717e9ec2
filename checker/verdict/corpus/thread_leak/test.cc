#include "lessons/04_lock/thread_leak.h"

#include "gtest/gtest.h"

TEST(Start, EndsItsThread) { Start(); }
