#include "lessons/04_lock/race_on_global.h"

#include <thread>

#include "gtest/gtest.h"

TEST(BalanceInParallel, EndsAtMinusThree) {
  std::thread adds(Change, 5);
  std::thread takes(Change, -8);
  adds.join();
  takes.join();
  EXPECT_EQ(balance, -3);
}
