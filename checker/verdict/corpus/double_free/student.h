#pragma once

inline void Close() {
  int* balance = new int(5);
  delete balance;
  delete balance;
}
