#pragma once

#include <mutex>

struct Account {
  std::mutex mutex;
  int balance = 0;
};

inline void Transfer(Account& from, Account& to, int amount) {
  std::lock_guard<std::mutex> first(from.mutex);
  std::lock_guard<std::mutex> second(to.mutex);
  from.balance -= amount;
  to.balance += amount;
}
