#include "lessons/04_lock/fail_with_message.h"

#include "gtest/gtest.h"

TEST(Kitchen, ServesEveryGuest) {
  if (Served() != 5) FAIL() << "only " << Served() << " of 5 guests were served";
}
