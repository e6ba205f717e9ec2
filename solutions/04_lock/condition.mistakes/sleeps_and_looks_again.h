#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <chrono>
#include <mutex>
#include <thread>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    std::unique_lock lock(mutex_);
    while (loaves_ + loaves > room_) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    loaves_ += loaves;
  }

  void Take(int loaves) {
    std::unique_lock lock(mutex_);
    while (loaves_ < loaves) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    loaves_ -= loaves;
  }

  int loaves() const {
    std::lock_guard lock(mutex_);
    return loaves_;
  }

 private:
  const int room_;
  mutable std::mutex mutex_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
