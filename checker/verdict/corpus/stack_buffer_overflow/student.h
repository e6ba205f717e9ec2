#pragma once

inline int Last(int count) {
  int values[4] = {1, 2, 3, 4};
  int* end = values + count;
  return *end;
}
