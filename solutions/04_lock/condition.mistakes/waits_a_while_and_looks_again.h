#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    std::unique_lock lock(mutex_);
    // Nobody notifies, but in a millisecond it looks by itself.
    while (loaves_ + loaves > room_) {
      changed_.wait_for(lock, std::chrono::milliseconds(1));
    }
    loaves_ += loaves;
  }

  void Take(int loaves) {
    std::unique_lock lock(mutex_);
    while (loaves_ < loaves) {
      changed_.wait_for(lock, std::chrono::milliseconds(1));
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
  std::condition_variable changed_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
