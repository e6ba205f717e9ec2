#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>
#include <mutex>

class Score {
 public:
  // Atomic, so it needs no lock. But Update relies on the lock.
  void Add(int points) { points_ += points; }

  void Update(const std::function<int(int)>& change) {
    std::lock_guard lock(mutex_);
    points_ = change(points_);
  }

  int points() const { return points_; }

 private:
  std::mutex mutex_;
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
