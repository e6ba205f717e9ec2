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

  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    {
      std::lock_guard lock(mutex_);
      if (balance_ < amount) return false;
      balance_ -= amount;
    }
    if (confirm()) return true;
    Deposit(amount);
    return false;
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
