#pragma once

#include <latch>
#include <mutex>
#include <thread>

class Bank {
 public:
  void AnnToBob(int amount) {
    std::lock_guard<std::mutex> ann(ann_mutex_);
    both_.arrive_and_wait();
    std::lock_guard<std::mutex> bob(bob_mutex_);
    ann_ -= amount;
    bob_ += amount;
  }

  void BobToAnn(int amount) {
    std::lock_guard<std::mutex> bob(bob_mutex_);
    both_.arrive_and_wait();
    std::lock_guard<std::mutex> ann(ann_mutex_);
    bob_ -= amount;
    ann_ += amount;
  }

 private:
  std::latch both_{2};
  std::mutex ann_mutex_;
  std::mutex bob_mutex_;
  int ann_ = 0;
  int bob_ = 0;
};
