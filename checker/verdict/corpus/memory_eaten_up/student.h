#pragma once

#include <string>
#include <vector>

inline size_t Collect() {
  std::vector<std::string> lines;
  while (true) lines.emplace_back(10'000'000, 'x');
}
