#include "lessons/04_lock/race_three_threads.h"

#include "gtest/gtest.h"

TEST(TotalInParallel, IsTheSumOfAllParts) {
  Total total;
  total.AddAll(4);
  EXPECT_EQ(total.sum(), 6);
}
