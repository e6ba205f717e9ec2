#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

class RLock {
 public:
  // Waits until the caller owns the lock.
  void Acquire() {
    std::unique_lock lock(mutex_);
    released_.wait(lock, [this] { return MayEnter(); });
    Enter();
  }

  // Does not wait.
  bool TryAcquire() {
    std::lock_guard lock(mutex_);
    if (!MayEnter()) return false;
    Enter();
    return true;
  }

  // Waits for so long at most.
  bool AcquireFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (!released_.wait_for(lock, timeout, [this] { return MayEnter(); })) {
      return false;
    }
    Enter();
    return true;
  }

  void Release() {
    std::lock_guard lock(mutex_);
    if (depth_ == 0) throw std::runtime_error("nobody owns the lock");
    if (--depth_ == 0) released_.notify_one();
  }

 private:
  // It may be taken again. By whom?
  bool MayEnter() const { return depth_ >= 0; }

  void Enter() { ++depth_; }

  std::mutex mutex_;
  std::condition_variable released_;
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
