#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <functional>

class Score {
 public:
  void Add(int points) { points_ = points_ + points; }

  void Update(const std::function<int(int)>& change) {
    points_ = change(points_);
  }

  int points() const { return points_; }

 private:
  volatile int points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
