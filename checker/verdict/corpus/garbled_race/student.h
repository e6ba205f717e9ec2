#pragma once

#include <mutex>

class Account {
 public:
  void Deposit(int amount) {
    std::lock_guard<std::mutex> lock(deposit_mutex_);
    balance_ += amount;
  }

  void Withdraw(int amount) {
    std::lock_guard<std::mutex> lock(withdraw_mutex_);
    balance_ -= amount;
  }

  int balance() const { return balance_; }

 private:
  std::mutex deposit_mutex_;
  std::mutex withdraw_mutex_;
  int balance_ = 0;
};
