// A score that many threads raise, without a lock.
//
// Somebody has made the value atomic. ThreadSanitizer has nothing to say any
// more, and yet points are missing: no data race is not the same as correct.
//
// Task: every Add and every Update counts, however many threads call them at
//   once. Update puts change(value) in the place of the value that `change`
//   was given, and nothing else may have happened to it in between.
// Constraints: no data race. `change` may be called several times for one
//   Update; what counts is the call whose result is put in place.
//
// You may need: std::atomic with fetch_add, compare_exchange_weak.
#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <atomic>
#include <functional>

class Score {
 public:
  // Adds `points`, which may be negative.
  void Add(int points) {
    // TODO: Two threads may load the same value.
    points_.store(points_.load() + points);
  }

  void Update(const std::function<int(int)>& change) {
    // TODO: The value may have changed by the time that `change` returns.
    int points = points_.load();
    points_.store(change(points));
  }

  int points() const { return points_.load(); }

 private:
  std::atomic<int> points_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
