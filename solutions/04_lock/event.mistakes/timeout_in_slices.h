#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

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
    std::unique_lock lock(mutex_);
    const int sets_before = sets_;
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (!set_ && sets_ == sets_before) {
      const auto now = std::chrono::steady_clock::now();
      if (now >= deadline) return false;
      changed_.wait_until(lock,
                          std::min(deadline, now + std::chrono::seconds(1)));
    }
    return true;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
  // How often Set has been called: tells that it was, even if the flag is down
  // again.
  int sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
