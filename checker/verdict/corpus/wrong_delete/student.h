#pragma once

inline void Close() {
  int* balances = new int[5];
  delete balances;
}
