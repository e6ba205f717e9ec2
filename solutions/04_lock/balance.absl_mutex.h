#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Account {
 public:
  // Adds `amount`, which may be negative.
  void Change(int amount) {
    absl::MutexLock lock(&mutex_);
    balance_ += amount;
  }

  int balance() const {
    absl::ReaderMutexLock lock(&mutex_);
    return balance_;
  }

 private:
  mutable absl::Mutex mutex_;
  int balance_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
