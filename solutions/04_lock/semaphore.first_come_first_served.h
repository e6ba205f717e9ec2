#ifndef RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_
#define RACEFREE_LESSONS_04_LOCK_SEMAPHORE_H_

#include <chrono>
#include <condition_variable>
#include <limits>
#include <list>
#include <mutex>
#include <stdexcept>

class Semaphore {
 public:
  explicit Semaphore(int permits, int most = std::numeric_limits<int>::max())
      : most_(most), permits_(permits) {}

  void Acquire() {
    std::unique_lock lock(mutex_);
    if (TakeOne()) return;
    Waiter self;
    waiters_.push_back(&self);
    self.wake.wait(lock, [&] { return self.has_permit; });
  }

  bool AcquireFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (TakeOne()) return true;
    Waiter self;
    waiters_.push_back(&self);
    self.wake.wait_for(lock, timeout, [&] { return self.has_permit; });
    if (!self.has_permit) waiters_.remove(&self);
    return self.has_permit;
  }

  void Release(int permits = 1) {
    std::lock_guard lock(mutex_);
    if (permits_ > most_ - permits) {
      throw std::logic_error("semaphore released too many times");
    }
    permits_ += permits;
    // A permit goes from hand to hand: nobody can come in between.
    while (permits_ > 0 && !waiters_.empty()) {
      --permits_;
      waiters_.front()->has_permit = true;
      waiters_.front()->wake.notify_one();
      waiters_.pop_front();
    }
  }

 private:
  struct Waiter {
    std::condition_variable wake;
    bool has_permit = false;
  };

  bool TakeOne() {
    if (permits_ == 0) return false;
    --permits_;
    return true;
  }

  const int most_;
  std::mutex mutex_;
  std::list<Waiter*> waiters_;
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
