#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <mutex>

class Account {
 public:
  void Change(int amount) {
    // Without a name, the guard is a temporary: it unlocks at the semicolon.
    std::lock_guard<std::mutex>{mutex_};
    balance_ += amount;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
