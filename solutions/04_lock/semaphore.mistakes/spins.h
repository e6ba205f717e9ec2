#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <limits>
#include <mutex>
#include <stdexcept>
#include <thread>

class Semaphore {
 public:
  explicit Semaphore(int permits, int most = std::numeric_limits<int>::max())
      : most_(most), permits_(permits) {}

  void Acquire() {
    while (!AcquireFor(std::chrono::nanoseconds(0))) std::this_thread::yield();
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (true) {
      {
        std::lock_guard lock(mutex_);
        if (permits_ > 0) {
          --permits_;
          return true;
        }
      }
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::yield();
    }
  }

  void Release(int permits = 1) {
    std::lock_guard lock(mutex_);
    if (permits_ > most_ - permits) {
      throw std::logic_error("semaphore released too many times");
    }
    permits_ += permits;
  }

 private:
  const int most_;
  std::mutex mutex_;
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
