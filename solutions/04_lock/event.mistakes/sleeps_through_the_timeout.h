#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    ++sets_;
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
    const int sets_before = sets_;
    changed_.wait(lock, [&] { return set_ || sets_ != sets_before; });
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    if (IsSet()) return true;
    std::this_thread::sleep_for(timeout);
    return IsSet();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
  int sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
