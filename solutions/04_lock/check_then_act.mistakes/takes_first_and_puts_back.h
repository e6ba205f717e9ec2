#ifndef RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
#define RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_

#include <atomic>
#include <functional>

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void Deposit(int amount) { balance_ += amount; }

  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    if (!confirm()) return false;
    if ((balance_ -= amount) >= 0) return true;
    // Too much was taken. For a moment, everybody can see it.
    balance_ += amount;
    return false;
  }

  int balance() const { return balance_; }

 private:
  std::atomic<int> balance_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
