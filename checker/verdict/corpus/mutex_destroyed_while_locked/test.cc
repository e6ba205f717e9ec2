#include "lessons/04_lock/mutex_destroyed_while_locked.h"

#include "gtest/gtest.h"

TEST(Leave, UnlocksTheDoor) { Leave(); }
