#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_RACE_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_RACE_H_

#include <chrono>
#include <mutex>

class Account {
 public:
  // Adds `amount`, which may be negative.
  void Change(int amount) {
    std::unique_lock lock(mutex_, std::chrono::seconds(10));
    int changed = balance_ + amount;
    balance_ = changed;
  }

  int balance() const {
    std::unique_lock lock(mutex_, std::chrono::seconds(10));
    return balance_;
  }

 private:
  mutable std::timed_mutex mutex_;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_RACE_H_
