#pragma once

#include <mutex>

class Account {
 public:
  bool Withdraw(int amount) {
    mutex_.lock();
    if (amount > balance_) return false;
    balance_ -= amount;
    mutex_.unlock();
    return true;
  }

 private:
  std::mutex mutex_;
  int balance_ = 0;
};
