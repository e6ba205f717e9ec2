#pragma once

inline int Price(int index) {
  static int prices[3] = {5, 8, 13};
  return prices[index];
}
