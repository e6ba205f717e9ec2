#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  void Add(int points) { points_ += points; }

  void Update(const std::function<int(int)>& change) {
    int points = points_;
    // When another thread was faster, this does nothing and says so. Nobody
    // asks.
    points_.compare_exchange_strong(points, change(points));
  }

  int points() const { return points_; }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
