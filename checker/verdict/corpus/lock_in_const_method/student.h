#pragma once

#include <mutex>

class Account {
 public:
  int balance() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return balance_;
  }

 private:
  std::mutex mutex_;
  int balance_ = 0;
};

inline int Start() { return Account().balance(); }
