#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <atomic>
#include <chrono>
#include <semaphore>
#include <stdexcept>
#include <thread>

class RLock {
 public:
  void Acquire() {
    if (!IsOwner()) free_.acquire();
    Enter();
  }

  bool TryAcquire() {
    if (!IsOwner() && !free_.try_acquire()) return false;
    Enter();
    return true;
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    if (!IsOwner() && !free_.try_acquire_for(timeout)) return false;
    Enter();
    return true;
  }

  void Release() {
    if (!IsOwner()) throw std::runtime_error("not the owner");
    if (--depth_ > 0) return;
    owner_.store(std::thread::id(), std::memory_order_relaxed);
    free_.release();
  }

 private:
  // Another thread may read an owner that is out of date; but never its own id,
  // unless it is the owner. So no order is needed.
  bool IsOwner() const {
    return owner_.load(std::memory_order_relaxed) == std::this_thread::get_id();
  }

  void Enter() {
    owner_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    ++depth_;
  }

  std::binary_semaphore free_{1};
  std::atomic<std::thread::id> owner_ = std::thread::id();
  // Only the owner touches it; the semaphore hands it on.
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
