#include "lessons/04_lock/thread_outlives_local.h"

#include "gtest/gtest.h"

TEST(Start, AddsLater) {
  std::latch returned(1);
  std::thread thread = Start(returned);
  returned.count_down();
  thread.join();
}
