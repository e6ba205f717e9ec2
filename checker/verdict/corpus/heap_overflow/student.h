#pragma once

#include <memory>

inline int Sum() {
  auto values = std::make_unique<int[]>(4);
  int sum = 0;
  for (int i = 0; i <= 4; ++i) sum += values[i];
  return sum;
}
