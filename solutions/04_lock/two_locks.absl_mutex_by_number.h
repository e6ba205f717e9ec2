#ifndef RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
#define RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_

#include <atomic>

#include "absl/synchronization/mutex.h"

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  int balance() const {
    absl::MutexLock lock(&mutex_);
    return balance_;
  }

 private:
  friend bool Transfer(Account& from, Account& to, int amount);
  friend int Total(const Account& one, const Account& other);

  // Whoever needs two accounts locks the one with the lower number first.
  static absl::Mutex* First(const Account& one, const Account& other) {
    return one.number_ < other.number_ ? &one.mutex_ : &other.mutex_;
  }
  static absl::Mutex* Second(const Account& one, const Account& other) {
    return one.number_ < other.number_ ? &other.mutex_ : &one.mutex_;
  }

  inline static std::atomic<int> last_number_ = 0;

  const int number_ = ++last_number_;
  mutable absl::Mutex mutex_;
  int balance_;
};

// Moves `amount`, unless `from` holds less: then it moves nothing, returns
// false.
inline bool Transfer(Account& from, Account& to, int amount) {
  if (&from == &to) return from.balance() >= amount;
  absl::MutexLock first_lock(Account::First(from, to));
  absl::MutexLock second_lock(Account::Second(from, to));
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  absl::MutexLock first_lock(Account::First(one, other));
  absl::MutexLock second_lock(Account::Second(one, other));
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
