#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  // Adds `points`, which may be negative.
  void Add(int points) {
    Update([points](int old) { return old + points; });
  }

  void Update(const std::function<int(int)>& change) {
    int old = points_.load(std::memory_order_relaxed);
    int changed;
    do {
      changed = change(old);
    } while (!points_.compare_exchange_strong(old, changed,
                                              std::memory_order_relaxed));
  }

  int points() const { return points_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
