#ifndef RACEFREE_LESSONS_04_LOCK_EVENT_H_
#define RACEFREE_LESSONS_04_LOCK_EVENT_H_

#include <atomic>
#include <chrono>
#include <thread>

class Event {
 public:
  void Set() {
    set_ = true;
    ++sets_;
  }

  void Clear() { set_ = false; }

  bool IsSet() const { return set_; }

  void Wait() {
    const int sets_before = sets_;
    while (!set_ && sets_ == sets_before) std::this_thread::yield();
  }

  bool WaitFor(std::chrono::nanoseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    const int sets_before = sets_;
    while (!set_ && sets_ == sets_before) {
      if (std::chrono::steady_clock::now() >= deadline) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  std::atomic<bool> set_ = false;
  std::atomic<int> sets_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_EVENT_H_
