#include "lessons/04_lock/free_of_local.h"

#include "gtest/gtest.h"

TEST(Close, FreesTheAccount) { Close(); }
