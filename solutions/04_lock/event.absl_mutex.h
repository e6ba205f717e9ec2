#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

class Event {
 public:
  void Set() {
    absl::MutexLock lock(&mutex_);
    set_ = true;
    ++sets_;
  }

  void Clear() {
    absl::MutexLock lock(&mutex_);
    set_ = false;
  }

  bool IsSet() const {
    absl::MutexLock lock(&mutex_);
    return set_;
  }

  void Wait() { WaitFor(absl::InfiniteDuration()); }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    return WaitFor(absl::FromChrono(timeout));
  }

 private:
  bool WaitFor(absl::Duration timeout) {
    absl::MutexLock lock(&mutex_);
    const int sets_before = sets_;
    auto has_been_set = [&] { return set_ || sets_ != sets_before; };
    return mutex_.AwaitWithTimeout(absl::Condition(&has_been_set), timeout);
  }

  mutable absl::Mutex mutex_;
  bool set_ = false;
  int sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
