#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <mutex>

class Account {
 public:
  void Change(int amount) {
    std::lock_guard lock(mutex_);
    balance_ += amount;
  }

  // Only looks, so it needs no lock. Or does it?
  int balance() const { return balance_; }

 private:
  std::mutex mutex_;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
