#include "lessons/04_lock/double_free.h"

#include "gtest/gtest.h"

TEST(Close, FreesTheAccount) { Close(); }
