#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <future>
#include <mutex>

class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    if (set_) return;
    set_ = true;
    promise_.set_value();
  }

  void Clear() {
    std::lock_guard lock(mutex_);
    if (!set_) return;
    set_ = false;
    promise_ = std::promise<void>();
    future_ = promise_.get_future().share();
  }

  bool IsSet() const {
    std::lock_guard lock(mutex_);
    return set_;
  }

  void Wait() { Future().wait(); }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    return Future().wait_for(timeout) == std::future_status::ready;
  }

 private:
  std::shared_future<void> Future() const {
    std::lock_guard lock(mutex_);
    return future_;
  }

  mutable std::mutex mutex_;
  bool set_ = false;
  std::promise<void> promise_;
  std::shared_future<void> future_ = promise_.get_future().share();
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
