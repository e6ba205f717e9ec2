#pragma once

#include <latch>
#include <thread>

inline std::thread Start(std::latch& returned) {
  int sum = 0;
  return std::thread([&] {
    returned.wait();
    sum += 1;
  });
}
