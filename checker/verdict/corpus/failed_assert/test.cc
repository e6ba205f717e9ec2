#include "lessons/04_lock/failed_assert.h"

#include "gtest/gtest.h"

TEST(Check, Returns) { Check(-1); }
