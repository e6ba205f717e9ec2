#include "lessons/04_lock/race_in_push_back.h"

#include <thread>

#include "gtest/gtest.h"

TEST(LogInParallel, KeepsEveryLine) {
  Log log;
  std::thread first([&] { log.Append("a"); });
  std::thread second([&] { log.Append("b"); });
  first.join();
  second.join();
  EXPECT_EQ(log.size(), 2u);
}
