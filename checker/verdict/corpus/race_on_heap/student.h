#pragma once

#include <memory>
#include <thread>

inline int CountTwice() {
  auto count = std::make_unique<int>(0);
  auto work = [&count] { *count = *count + 1; };
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
  return *count;
}
