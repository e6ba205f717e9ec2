#pragma once

#include <vector>

inline int First() {
  std::vector<int> values = {1};
  int& first = values[0];
  for (int i = 0; i < 100; ++i) values.push_back(i);
  return first;
}
