#pragma once

#include <latch>
#include <mutex>

class Table {
 public:
  void Eat(int seat) {
    std::lock_guard<std::mutex> left(forks_[seat]);
    all_.arrive_and_wait();
    std::lock_guard<std::mutex> right(forks_[(seat + 1) % 3]);
  }

 private:
  std::latch all_{3};
  std::mutex forks_[3];
};
