#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <stdexcept>

class Semaphore {
 public:
  // `most`: more permits than that there shall never be.
  explicit Semaphore(int permits, int most = std::numeric_limits<int>::max())
      : most_(most), permits_(permits) {}

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
    if (permits_ + permits > most_) {
      throw std::logic_error("semaphore released too many times");
    }
    permits_ += permits;
    for (int i = 0; i < permits; ++i) released_.notify_one();
  }

 private:
  const int most_;
  std::mutex mutex_;
  std::condition_variable released_;
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
