#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

class RLock {
 public:
  void Acquire() {
    if (!IsOwner()) mutex_.lock();
    Enter();
  }

  bool TryAcquire() {
    if (!IsOwner() && !mutex_.try_lock()) return false;
    Enter();
    return true;
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    if (!IsOwner() && !mutex_.try_lock_for(timeout)) return false;
    Enter();
    return true;
  }

  void Release() {
    if (!IsOwner()) throw std::runtime_error("not the owner");
    if (--depth_ > 0) return;
    owner_ = std::thread::id();
    mutex_.unlock();
  }

 private:
  // Nobody else has this thread's id. But others write here meanwhile.
  bool IsOwner() const { return owner_ == std::this_thread::get_id(); }

  void Enter() {
    owner_ = std::this_thread::get_id();
    ++depth_;
  }

  std::timed_mutex mutex_;
  std::thread::id owner_;
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
