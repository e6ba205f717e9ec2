#pragma once

#include <functional>
#include <thread>

inline std::function<int()> Later() {
  int value = 5;
  return [&value] { return value; };
}
