#pragma once

#include <thread>

inline void Add(int& balance, int amount) { balance += amount; }

inline int Start() {
  int balance = 0;
  std::thread thread(Add, balance, 5);
  thread.join();
  return balance;
}
