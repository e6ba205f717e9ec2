#pragma once

#include <thread>
#include <vector>

class Total {
 public:
  void AddAll(int parts) {
    std::vector<std::thread> threads;
    for (int part = 0; part < parts; ++part) {
      threads.emplace_back([this, part] { Add(part); });
    }
    for (std::thread& thread : threads) thread.join();
  }

  int sum() const { return sum_; }

 private:
  void Add(int part) {
    int before = sum_;
    sum_ = before + part;
  }

  int sum_ = 0;
};
