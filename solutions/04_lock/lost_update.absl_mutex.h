#ifndef RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
#define RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Score {
 public:
  // Adds `points`, which may be negative.
  void Add(int points) {
    absl::MutexLock lock(&mutex_);
    points_ += points;
  }

  void Update(const std::function<int(int)>& change) {
    absl::MutexLock lock(&mutex_);
    points_ = change(points_);
  }

  int points() const {
    absl::ReaderMutexLock lock(&mutex_);
    return points_;
  }

 private:
  mutable absl::Mutex mutex_;
  int points_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_LOST_UPDATE_H_
