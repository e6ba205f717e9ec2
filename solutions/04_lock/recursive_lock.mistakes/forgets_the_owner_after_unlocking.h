#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <atomic>
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
    if (!IsOwner()) throw std::runtime_error("not the owner");
    {
      std::lock_guard lock(mutex_);
      if (--depth_ > 0) return;
    }
    // By now it may be another thread's name that is struck out.
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    released_.notify_one();
  }

 private:
  // Another thread may read an owner that is out of date; but never its own id,
  // unless it is the owner. So no order is needed.
  bool IsOwner() const {
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }

  // Whether the lock is free, or the caller's already.
  bool MayEnter() const { return depth_ == 0 || IsOwner(); }

  void Enter() {
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    ++depth_;
  }

  std::mutex mutex_;
  std::condition_variable released_;
  std::atomic<std::thread::id> owner_ = std::thread::id();
  // Guarded by the mutex.
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
