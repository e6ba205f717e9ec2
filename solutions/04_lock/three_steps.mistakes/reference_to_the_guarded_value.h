#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <functional>
#include <mutex>

class Counter {
 public:
  void Update(const std::function<int(int)>& change) {
    std::lock_guard lock(mutex_);
    value_ = change(value_);
  }

  // The caller reads through the reference, after the lock was given back.
  const int& value() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  int value_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
