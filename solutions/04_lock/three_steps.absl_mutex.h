#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Counter {
 public:
  void Update(const std::function<int(int)>& change) {
    absl::MutexLock lock(&mutex_);
    value_ = change(value_);
  }

  int value() const {
    absl::MutexLock lock(&mutex_);
    return value_;
  }

 private:
  mutable absl::Mutex mutex_;
  int value_ ABSL_GUARDED_BY(mutex_) = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
