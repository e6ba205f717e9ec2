#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <condition_variable>
#include <mutex>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  // At most `room` loaves at a time.
  void Put(int loaves) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return loaves_ + loaves <= room_; });
    loaves_ += loaves;
    changed_.notify_all();
  }

  // At most `room` loaves at a time.
  void Take(int loaves) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return loaves_ >= loaves; });
    loaves_ -= loaves;
    changed_.notify_all();
  }

  // How many there are.
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
