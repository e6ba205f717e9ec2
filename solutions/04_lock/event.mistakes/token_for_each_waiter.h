#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <condition_variable>
#include <mutex>

class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    tokens_ = waiting_;
    changed_.notify_all();
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
    ++waiting_;
    changed_.wait(lock, [&] { return set_ || tokens_ > 0; });
    --waiting_;
    if (tokens_ > 0) --tokens_;
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    const bool result =
        changed_.wait_for(lock, timeout, [&] { return set_ || tokens_ > 0; });
    --waiting_;
    if (tokens_ > 0) --tokens_;
    return result;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
  // One for each who waited when Set was called.
  int tokens_ = 0;
  int waiting_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
