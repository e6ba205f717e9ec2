// Permits for so many threads at a time: Python's Semaphore, BoundedSemaphore.
//
// Here the counter may go below zero: then it says how many threads wait. Ever
// since one of them gave up waiting, there has been a permit less.
//
// Task: Acquire waits for a permit and takes it. AcquireFor waits for at most
//   `timeout` and says whether it has one. Release gives permits back, so that
//   as many can go on. A BoundedSemaphore never has more permits than at first:
//   what would be too many is a std::logic_error, and changes nothing.
// Constraints: no data race. No permit is lost, or given to two threads. The
//   timeout is for the whole wait, however often it wakes up. Whoever waits
//   sleeps: no spinning, no looking again every so often.
//
// You may need: std::condition_variable and a predicate; std::logic_error.
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
    --permits_;
    if (permits_ < 0) released_.wait(lock);
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    --permits_;
    if (permits_ >= 0) return true;
    // TODO: And if the time is over?
    return released_.wait_for(lock, timeout) == std::cv_status::no_timeout;
  }

  void Release(int permits = 1) {
    std::lock_guard lock(mutex_);
    for (int i = 0; i < permits; ++i) {
      ++permits_;
      if (permits_ <= 0) released_.notify_one();
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  // TODO: Below zero, it counts two different things.
  int permits_;
};

class BoundedSemaphore {
 public:
  explicit BoundedSemaphore(int permits) : semaphore_(permits) {}

  void Acquire() { semaphore_.Acquire(); }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    return semaphore_.AcquireFor(timeout);
  }

  void Release(int permits = 1) {
    // TODO: Were there so many at first?
    semaphore_.Release(permits);
  }

 private:
  Semaphore semaphore_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
