#include "lessons/04_lock/race_in_shared_pointer.h"

#include <thread>

#include "gtest/gtest.h"

TEST(ConfigInParallel, CanBeReplacedWhileRead) {
  Config config;
  std::thread writer([&] { config.Set(1); });
  std::thread reader([&] { EXPECT_GE(config.Get(), 0); });
  writer.join();
  reader.join();
}
