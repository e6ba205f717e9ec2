#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <atomic>
#include <condition_variable>
#include <mutex>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return loaves_ + loaves <= room_; });
      loaves_ += loaves;
    }
    changed_.notify_all();
  }

  void Take(int loaves) {
    // Atomic, so why lock? Because someone may have looked and not yet be
    // asleep: the notification comes too early for it.
    int now = loaves_;
    while (now >= loaves) {
      if (loaves_.compare_exchange_weak(now, now - loaves)) {
        changed_.notify_all();
        return;
      }
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return loaves_ >= loaves; });
    loaves_ -= loaves;
    changed_.notify_all();
  }

  int loaves() const {
    std::lock_guard lock(mutex_);
    return loaves_;
  }

 private:
  const int room_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<int> loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
