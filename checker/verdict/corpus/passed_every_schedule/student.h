#ifndef RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_SCHEDULE_H_
#define RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_SCHEDULE_H_

#include <mutex>

class Account {
 public:
  // Adds `amount`, which may be negative.
  void Change(int amount) {
    std::lock_guard lock(mutex_);
    int changed = balance_ + amount;
    balance_ = changed;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PASSED_EVERY_SCHEDULE_H_
