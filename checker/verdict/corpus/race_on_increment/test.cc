#include "lessons/04_lock/race_on_increment.h"

#include <thread>

#include "gtest/gtest.h"

TEST(CounterInParallel, CountsEveryHit) {
  Counter counter;
  std::thread first([&] { counter.Hit(); });
  std::thread second([&] { counter.HitAfter(); });
  first.join();
  second.join();
  EXPECT_EQ(counter.hits(), 2);
}
