#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <chrono>
#include <stdexcept>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

class RLock {
 public:
  // Waits until the caller owns the lock.
  void Acquire() {
    absl::MutexLock lock(&mutex_);
    if (!IsOwner()) mutex_.Await(absl::Condition(this, &RLock::IsFree));
    Enter();
  }

  // Does not wait.
  bool TryAcquire() {
    absl::MutexLock lock(&mutex_);
    if (!IsOwner() && !IsFree()) return false;
    Enter();
    return true;
  }

  // Waits for so long at most.
  bool AcquireFor(std::chrono::nanoseconds timeout) {
    absl::MutexLock lock(&mutex_);
    if (!IsOwner() &&
        !mutex_.AwaitWithTimeout(absl::Condition(this, &RLock::IsFree),
                                 absl::FromChrono(timeout))) {
      return false;
    }
    Enter();
    return true;
  }

  void Release() {
    absl::MutexLock lock(&mutex_);
    if (!IsOwner()) throw std::runtime_error("not the owner");
    --depth_;
  }

 private:
  bool IsFree() const { return depth_ == 0; }

  // The condition of an Await is looked at by whichever thread comes by; only
  // outside of it does get_id() stand for the caller.
  bool IsOwner() const {
    return depth_ > 0 && owner_ == std::this_thread::get_id();
  }

  void Enter() {
    owner_ = std::this_thread::get_id();
    ++depth_;
  }

  absl::Mutex mutex_;
  std::thread::id owner_;
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
