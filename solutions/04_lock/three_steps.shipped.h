// A counter that runs a change of the caller's choice.
//
// Get the value, change it, put it back: three steps, and a lock around them.
// It works until a change throws: then, whoever comes next waits for ever.
//
// Task: Update puts change(value) in the place of the value, as one step for
//   all other threads. If `change` throws, the exception reaches the caller of
//   Update, the value stays what it was, and the counter works as before.
// Constraints: `change` is called once for each Update. No data race, neither
//   in Update nor in value().
//
// You may need: std::lock_guard.
#ifndef RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_
#define RACEFREE_LESSONS_04_LOCK_THREE_STEPS_H_

#include <functional>
#include <mutex>

class Counter {
 public:
  void Update(const std::function<int(int)>& change) {
    mutex_.lock();
    int value = value_;
    // TODO: Whatever happens here, the lock has to be given back.
    value = change(value);
    value_ = value;
    mutex_.unlock();
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
