#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

class Event {
 public:
  void Set() {
    std::lock_guard lock(mutex_);
    set_.store(true, std::memory_order_relaxed);
    ++sets_;
    changed_.notify_all();
  }

  void Clear() {
    std::lock_guard lock(mutex_);
    set_.store(false, std::memory_order_relaxed);
  }

  bool IsSet() const { return set_.load(std::memory_order_relaxed); }

  void Wait() {
    // No lock when there is nothing to wait for, and the cheapest load.
    if (set_.load(std::memory_order_relaxed)) return;
    std::unique_lock lock(mutex_);
    const int sets_before = sets_;
    changed_.wait(lock, [&] { return set_ || sets_ != sets_before; });
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    if (set_.load(std::memory_order_relaxed)) return true;
    std::unique_lock lock(mutex_);
    const int sets_before = sets_;
    return changed_.wait_for(lock, timeout,
                             [&] { return set_ || sets_ != sets_before; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> set_ = false;
  int sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
