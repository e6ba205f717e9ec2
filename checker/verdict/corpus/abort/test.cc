#include "lessons/04_lock/abort.h"

#include "gtest/gtest.h"

TEST(Check, Returns) { Check(); }
