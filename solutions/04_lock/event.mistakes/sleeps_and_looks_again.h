#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <chrono>
#include <mutex>
#include <thread>

class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    set_ = true;
    ++sets_;
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
    while (!set_ && sets_ == sets_before) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::unique_lock lock(mutex_);
    const int sets_before = sets_;
    while (!set_ && sets_ == sets_before) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    return true;
  }

 private:
  mutable std::mutex mutex_;
  bool set_ = false;
  int sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
