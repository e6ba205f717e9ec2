#include "lessons/04_lock/waits_for_each_other.h"

#include "gtest/gtest.h"

TEST(Work, Ends) { Work(); }
