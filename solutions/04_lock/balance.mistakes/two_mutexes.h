#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <mutex>

class Account {
 public:
  // One lock for what comes in and another for what goes out.
  void Change(int amount) {
    std::lock_guard lock(amount > 0 ? deposit_mutex_ : withdraw_mutex_);
    balance_ += amount;
  }

  int balance() const {
    std::scoped_lock lock(deposit_mutex_, withdraw_mutex_);
    return balance_;
  }

 private:
  mutable std::mutex deposit_mutex_;
  mutable std::mutex withdraw_mutex_;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
