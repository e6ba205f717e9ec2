#pragma once

#include <mutex>

class Account {
 public:
  void Change(int amount) {
    std::lock_guard<std::mutex> lock(mutex_);
    Check();
    balance_ += amount;
  }

 private:
  void Check() { std::lock_guard<std::mutex> lock(mutex_); }

  std::mutex mutex_;
  int balance_ = 0;
};
