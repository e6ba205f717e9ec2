#include "lessons/04_lock/unlock_by_another_thread.h"

#include "gtest/gtest.h"

TEST(HandOver, GivesTheLockAway) { HandOver(); }
