// RLock: a lock that its owner can take again.
//
// A function that holds the lock calls another one that takes it, too. With a
// plain lock that is the end: the thread waits for itself.
//
// Task: who owns the lock may acquire it again, at once; others get it when it
//   has been released as often as it was acquired. TryAcquire never waits. It
//   and AcquireFor return whether the caller has got the lock (once more).
//   Release throws std::runtime_error if the caller is not the owner, and then
//   changes nothing.
// Constraints: no data race. Who waits sleeps until the lock is released, and
//   does not look again and again. AcquireFor gives up when `timeout` has
//   passed, not before.
//
// You may need: std::this_thread::get_id(), std::thread::id.
#ifndef RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

class RLock {
 public:
  // Waits until the caller owns the lock.
  void Acquire() {
    std::unique_lock lock(mutex_);
    // TODO: And if it is the caller who has it?
    released_.wait(lock, [this] { return depth_ == 0; });
    depth_ = 1;
  }

  // Does not wait.
  bool TryAcquire() {
    std::lock_guard lock(mutex_);
    if (depth_ > 0) return false;
    depth_ = 1;
    return true;
  }

  // Waits for so long at most.
  bool AcquireFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (!released_.wait_for(lock, timeout, [this] { return depth_ == 0; })) {
      return false;
    }
    depth_ = 1;
    return true;
  }

  void Release() {
    std::lock_guard lock(mutex_);
    if (depth_ == 0) throw std::runtime_error("nobody has the lock");
    // TODO: And if it is somebody else's?
    depth_ = 0;
    released_.notify_one();
  }

 private:
  // Guards what follows, and is held for a moment only.
  std::mutex mutex_;
  std::condition_variable released_;
  // How often the owner has acquired the lock and not yet released it.
  int depth_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_RECURSIVE_LOCK_H_
