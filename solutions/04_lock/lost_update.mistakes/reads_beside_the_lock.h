#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <functional>
#include <mutex>

class Score {
 public:
  void Add(int points) {
    std::lock_guard lock(mutex_);
    points_ += points;
  }

  void Update(const std::function<int(int)>& change) {
    std::lock_guard lock(mutex_);
    points_ = change(points_);
  }

  int points() const { return points_; }

 private:
  std::mutex mutex_;
  int points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
