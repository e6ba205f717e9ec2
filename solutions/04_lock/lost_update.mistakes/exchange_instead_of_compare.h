#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  void Add(int points) { points_ += points; }

  void Update(const std::function<int(int)>& change) {
    // Atomic, but it puts the result in place whatever is there by now.
    points_.exchange(change(points_));
  }

  int points() const { return points_; }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
