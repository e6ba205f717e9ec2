#ifndef RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
#define RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_

#include <atomic>
#include <functional>

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void Deposit(int amount) { balance_ += amount; }

  // `confirm` asks the customer.
  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    if (balance_ < amount || !confirm()) return false;
    int balance = balance_;
    while (balance == amount) {
      if (balance_.compare_exchange_weak(balance, 0)) return true;
    }
    if (balance < amount) return false;
    // There was enough for this one. And for another one at the same time?
    balance_ -= amount;
    return true;
  }

  int balance() const { return balance_; }

 private:
  std::atomic<int> balance_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
