#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <limits>
#include <stdexcept>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

class Semaphore {
 public:
  explicit Semaphore(int permits, int most = std::numeric_limits<int>::max())
      : most_(most), permits_(permits) {}

  void Acquire() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Semaphore::HasPermit));
    --permits_;
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    absl::MutexLock lock(&mutex_);
    if (!mutex_.AwaitWithTimeout(absl::Condition(this, &Semaphore::HasPermit),
                                 absl::FromChrono(timeout))) {
      return false;
    }
    --permits_;
    return true;
  }

  void Release(int permits = 1) {
    absl::MutexLock lock(&mutex_);
    if (permits_ > most_ - permits) {
      throw std::logic_error("semaphore released too many times");
    }
    permits_ += permits;
  }

 private:
  bool HasPermit() const { return permits_ > 0; }

  const int most_;
  absl::Mutex mutex_;
  int permits_;
};

class BoundedSemaphore {
 public:
  explicit BoundedSemaphore(int permits) : semaphore_(permits, permits) {}

  void Acquire() { semaphore_.Acquire(); }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    return semaphore_.AcquireFor(timeout);
  }

  void Release(int permits = 1) { semaphore_.Release(permits); }

 private:
  Semaphore semaphore_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
