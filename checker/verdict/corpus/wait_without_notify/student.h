#pragma once

#include <condition_variable>
#include <mutex>

class Mailbox {
 public:
  void Put(int letter) {
    std::lock_guard<std::mutex> lock(mutex_);
    letter_ = letter;
  }

  int Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (letter_ == 0) filled_.wait(lock);
    return letter_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable filled_;
  int letter_ = 0;
};
