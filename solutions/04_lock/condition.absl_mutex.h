#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include "absl/synchronization/mutex.h"

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  void Put(int loaves) {
    auto fit = [this, loaves] { return loaves_ + loaves <= room_; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&fit));
    loaves_ += loaves;
  }

  void Take(int loaves) {
    auto are_there = [this, loaves] { return loaves_ >= loaves; };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&are_there));
    loaves_ -= loaves;
  }

  int loaves() const {
    absl::MutexLock lock(&mutex_);
    return loaves_;
  }

 private:
  const int room_;
  mutable absl::Mutex mutex_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
