#pragma once

inline int Start() {
  int balance = 0
  return balance;
}
