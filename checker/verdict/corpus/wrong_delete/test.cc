#include "lessons/04_lock/wrong_delete.h"

#include "gtest/gtest.h"

TEST(Close, FreesTheAccounts) { Close(); }
