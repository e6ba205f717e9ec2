#pragma once

inline void Close() {
  int balance = 5;
  int* pointer = &balance;
  delete pointer;
}
