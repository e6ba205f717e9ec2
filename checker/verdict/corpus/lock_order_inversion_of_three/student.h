#pragma once

#include <mutex>

class Table {
 public:
  void Eat(int seat) {
    std::lock_guard<std::mutex> left(forks_[seat]);
    std::lock_guard<std::mutex> right(forks_[(seat + 1) % 3]);
    ++meals_;
  }

 private:
  std::mutex forks_[3];
  int meals_ = 0;
};
