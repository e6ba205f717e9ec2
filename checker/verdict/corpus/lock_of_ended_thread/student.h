#pragma once

#include <mutex>

class Account {
 public:
  void Withdraw(int amount) {
    mutex_.lock();
    balance_ -= amount;
  }

 private:
  std::mutex mutex_;
  int balance_ = 0;
};
