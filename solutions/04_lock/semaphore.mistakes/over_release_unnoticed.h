#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

class Semaphore {
 public:
  explicit Semaphore(int permits) : permits_(permits) {}

  void Acquire() {
    std::unique_lock lock(mutex_);
    released_.wait(lock, [&] { return permits_ > 0; });
    --permits_;
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (!released_.wait_for(lock, timeout, [&] { return permits_ > 0; })) {
      return false;
    }
    --permits_;
    return true;
  }

  void Release(int permits = 1) {
    std::lock_guard lock(mutex_);
    permits_ += permits;
    for (int i = 0; i < permits; ++i) released_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  int permits_;
};

class BoundedSemaphore : public Semaphore {
 public:
  using Semaphore::Semaphore;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
