#ifndef RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_FAIR_SCHEDULE_H_
#define RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_FAIR_SCHEDULE_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

class SpinLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) {
      std::this_thread::yield();
    }
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

class Counter {
 public:
  void Update(const std::function<int(int)>& change) {
    std::lock_guard lock(lock_);
    value_ = change(value_);
  }

  int value() const {
    std::lock_guard lock(lock_);
    return value_;
  }

 private:
  mutable SpinLock lock_;
  int value_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_FAIR_SCHEDULE_H_
