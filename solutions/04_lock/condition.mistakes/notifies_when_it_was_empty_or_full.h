#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <condition_variable>
#include <mutex>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    std::unique_lock lock(mutex_);
    loaves_went_.wait(lock, [&] { return loaves_ + loaves <= room_; });
    // Had there been any, nobody would be waiting for some.
    if (loaves_ == 0) loaves_came_.notify_all();
    loaves_ += loaves;
  }

  void Take(int loaves) {
    std::unique_lock lock(mutex_);
    loaves_came_.wait(lock, [&] { return loaves_ >= loaves; });
    if (loaves_ == room_) loaves_went_.notify_all();
    loaves_ -= loaves;
  }

  int loaves() const {
    std::lock_guard lock(mutex_);
    return loaves_;
  }

 private:
  const int room_;
  mutable std::mutex mutex_;
  std::condition_variable loaves_came_;
  std::condition_variable loaves_went_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
