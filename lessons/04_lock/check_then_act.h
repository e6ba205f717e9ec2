// A cash machine: whoever asks for more than there is gets nothing.
//
// Every line that touches the balance holds the lock. Even so, two customers
// took 80 each, at two machines, from an account with 100 on it.
//
// Task: Withdraw takes `amount` and returns true if there is enough and the
//   customer says yes; else it takes nothing and returns false. The balance is
//   never below zero, not even for a moment; true means: it has been taken.
// Constraints: no data race. A customer is asked once at most, and nothing is
//   taken before the answer. Meanwhile others may go on or wait; but nobody is
//   refused who could have had the money in the end.
//
// You may need: std::lock_guard.
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

  // `confirm` asks the customer.
  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    // TODO: What is true here may no longer be true two lines below.
    if (balance() < amount) return false;
    if (!confirm()) return false;
    std::lock_guard lock(mutex_);
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
