#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

class RLock {
 public:
  void Acquire() {
    if (depth_ == 0) mutex_.lock();
    ++depth_;
  }

  bool TryAcquire() {
    if (depth_ == 0 && !mutex_.try_lock()) return false;
    ++depth_;
    return true;
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    if (depth_ == 0 && !mutex_.try_lock_for(timeout)) return false;
    ++depth_;
    return true;
  }

  void Release() {
    if (depth_ == 0) throw std::runtime_error("not the owner");
    if (--depth_ == 0) mutex_.unlock();
  }

 private:
  std::timed_mutex mutex_;
  // How often this thread has acquired the lock. Which lock?
  inline static thread_local int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
