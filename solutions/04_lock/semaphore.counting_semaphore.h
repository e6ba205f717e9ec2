#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <mutex>
#include <semaphore>
#include <stdexcept>

class Semaphore {
 public:
  explicit Semaphore(int permits) : semaphore_(permits) {}

  void Acquire() { semaphore_.acquire(); }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    return semaphore_.try_acquire_for(timeout);
  }

  void Release(int permits = 1) { semaphore_.release(permits); }

 private:
  std::counting_semaphore<> semaphore_;
};

class BoundedSemaphore {
 public:
  explicit BoundedSemaphore(int permits) : semaphore_(permits) {}

  void Acquire() {
    semaphore_.Acquire();
    CountOneTaken();
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    if (!semaphore_.AcquireFor(timeout)) return false;
    CountOneTaken();
    return true;
  }

  void Release(int permits = 1) {
    {
      std::lock_guard lock(mutex_);
      if (permits > taken_) {
        throw std::logic_error("semaphore released too many times");
      }
      taken_ -= permits;
    }
    semaphore_.Release(permits);
  }

 private:
  void CountOneTaken() {
    std::lock_guard lock(mutex_);
    ++taken_;
  }

  Semaphore semaphore_;
  std::mutex mutex_;
  int taken_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
