#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

// As Python does it: Set tells each of those who wait, one by one.
class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    for (Waiter* waiter : waiters_) {
      waiter->woken = true;
      waiter->wake.notify_one();
    }
    waiters_.clear();
  }

  void Clear() {
    std::lock_guard lock(mutex_);
    set_ = false;
  }

  bool IsSet() const {
    std::lock_guard lock(mutex_);
    return set_;
  }

  void Wait() {
    std::unique_lock lock(mutex_);
    if (set_) return;
    Waiter self;
    waiters_.push_back(&self);
    self.wake.wait(lock, [&] { return self.woken; });
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(mutex_);
    if (set_) return true;
    Waiter self;
    waiters_.push_back(&self);
    while (!self.woken) {
      if (self.wake.wait_until(lock, deadline) == std::cv_status::timeout) {
        waiters_.remove(&self);
        break;
      }
    }
    return self.woken;
  }

 private:
  struct Waiter {
    std::condition_variable wake;
    bool woken = false;
  };

  mutable std::mutex mutex_;
  bool set_ = false;
  std::list<Waiter*> waiters_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
