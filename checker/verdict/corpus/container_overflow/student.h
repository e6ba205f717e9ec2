#pragma once

#include <vector>

inline int Fifth() {
  std::vector<int> values;
  values.reserve(8);
  values.push_back(1);
  int* first = values.data();
  return first[4];
}
