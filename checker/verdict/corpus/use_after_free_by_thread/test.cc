#include "lessons/04_lock/use_after_free_by_thread.h"

#include "gtest/gtest.h"

TEST(PublishInParallel, KeepsTheValue) { Publish(); }
