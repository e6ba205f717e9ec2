#pragma once

#include <thread>

inline int SumOf(int a, int b) {
  int sum = 0;
  std::thread first([&sum, a] { sum += a; });
  std::thread second([&sum, b] { sum += b; });
  first.join();
  second.join();
  return sum;
}
