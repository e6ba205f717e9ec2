#ifndef RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
#define RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_

#include <mutex>

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  friend bool Transfer(Account& from, Account& to, int amount);
  friend int Total(const Account& one, const Account& other);

  mutable std::mutex mutex_;
  int balance_;
};

inline bool Transfer(Account& from, Account& to, int amount) {
  // std::scoped_lock never deadlocks, it is said. Not with one mutex given
  // twice.
  std::scoped_lock locks(from.mutex_, to.mutex_);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  std::scoped_lock locks(one.mutex_, other.mutex_);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
