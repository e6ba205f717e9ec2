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
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (!MayEnter()) {
      // It may have been woken all the same.
      if (released_.wait_until(lock, deadline) == std::cv_status::timeout) {
        return false;
      }
    }
    Enter();
    return true;
  }

  void Release() {
    std::lock_guard lock(mutex_);
    if (depth_ == 0 || owner_ != std::this_thread::get_id()) {
      throw std::runtime_error("the caller does not own the lock");
    }
    if (--depth_ == 0) released_.notify_one();
  }

 private:
  // Whether the lock is free, or the caller's already.
  bool MayEnter() const {
    return depth_ == 0 || owner_ == std::this_thread::get_id();
  }

  void Enter() {
    owner_ = std::this_thread::get_id();
    ++depth_;
  }

  // Guards what follows, and is held for a moment only.
  std::mutex mutex_;
  std::condition_variable released_;
  // Who has the lock, if the depth is not 0.
  std::thread::id owner_;
  // How often the owner has acquired the lock and not yet released it.
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
