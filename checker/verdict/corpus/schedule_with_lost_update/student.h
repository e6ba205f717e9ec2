#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  // Adds `points`, which may be negative.
  void Add(int points) {
    if (points < 0) {
      points_.store(points_.load() + points);
    } else {
      points_.fetch_add(points);
    }
  }

  void Update(const std::function<int(int)>& change) {
    int points = points_.load();
    // Puts the result in place only if the value is still `points`; otherwise
    // loads the new value into `points`, and we try again.
    while (!points_.compare_exchange_weak(points, change(points))) {
    }
  }

  int points() const { return points_.load(); }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_UPDATE_H_
