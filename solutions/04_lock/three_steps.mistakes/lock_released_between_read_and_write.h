#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <functional>
#include <mutex>

class Counter {
 public:
  // A guard each for reading and for writing, and none while the change runs.
  void Update(const std::function<int(int)>& change) {
    int changed = change(value());
    std::lock_guard lock(mutex_);
    value_ = changed;
  }

  int value() const {
    std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  int value_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
