#include "lessons/04_lock/unlock_of_unlocked.h"

#include "gtest/gtest.h"

TEST(Door, CanBeLeft) {
  Door door;
  door.Leave();
}
