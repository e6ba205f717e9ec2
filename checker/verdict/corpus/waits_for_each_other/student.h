#pragma once

#include <latch>
#include <thread>

inline void Work() {
  std::latch start(2);
  std::thread worker([&] { start.arrive_and_wait(); });
  worker.join();
}
