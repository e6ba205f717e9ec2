#ifndef RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
#define RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_

#include <functional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  void Deposit(int amount) {
    absl::MutexLock lock(&mutex_);
    balance_ += amount;
  }

  // `confirm` asks the customer.
  bool Withdraw(int amount, const std::function<bool()>& confirm) {
    return balance() >= amount && confirm() && TakeIfEnough(amount);
  }

  int balance() const {
    absl::MutexLock lock(&mutex_);
    return balance_;
  }

 private:
  bool TakeIfEnough(int amount) {
    absl::MutexLock lock(&mutex_);
    if (balance_ < amount) return false;
    balance_ -= amount;
    return true;
  }

  mutable absl::Mutex mutex_;
  int balance_ ABSL_GUARDED_BY(mutex_);
};

#endif  // RACEFREE_LESSONS_04_LOCK_CHECK_THEN_ACT_H_
