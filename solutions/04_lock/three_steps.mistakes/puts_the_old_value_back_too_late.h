#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <functional>
#include <mutex>

class Counter {
 public:
  void Update(const std::function<int(int)>& change) {
    mutex_.lock();
    const int old_value = value_;
    try {
      value_ = change(value_);
    } catch (...) {
      mutex_.unlock();
      // Meanwhile, another thread may have changed it.
      Set(old_value);
      throw;
    }
    mutex_.unlock();
  }

  int value() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  void Set(int value) {
    std::lock_guard lock(mutex_);
    value_ = value;
  }

  mutable std::mutex mutex_;
  int value_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
