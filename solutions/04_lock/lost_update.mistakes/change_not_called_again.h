#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  void Add(int points) { points_ += points; }

  void Update(const std::function<int(int)>& change) {
    int points = points_;
    int changed = change(points);
    // The second try puts in place what was computed from the old value.
    while (!points_.compare_exchange_weak(points, changed)) {
    }
  }

  int points() const { return points_; }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
