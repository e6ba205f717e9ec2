#ifndef RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
#define RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_

#include <functional>
#include <mutex>

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void Deposit(int amount) {
    std::lock_guard lock(mutex_);
    balance_ += amount;
  }

  // `confirm` asks the customer, who may take all day: no lock is held
  // meanwhile.
  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    if (balance() < amount || !confirm()) return false;
    // Much may have happened since the first look. This one decides.
    std::lock_guard lock(mutex_);
    if (balance_ < amount) return false;
    balance_ -= amount;
    return true;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
