#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <atomic>
#include <functional>

class Counter {
 public:
  // Never waits; but a change that collides with another is called again.
  void Update(const std::function<int(int)>& change) {
    int value = value_;
    while (!value_.compare_exchange_weak(value, change(value))) {
    }
  }

  int value() const { return value_; }

 private:
  std::atomic<int> value_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
