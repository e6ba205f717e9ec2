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

  mutable std::recursive_mutex mutex_;
  int balance_;
};

// A recursive mutex lets its owner in twice. Two owners still wait for each
// other.
inline bool Transfer(Account& from, Account& to, int amount) {
  std::lock_guard from_lock(from.mutex_);
  std::lock_guard to_lock(to.mutex_);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

inline int Total(const Account& one, const Account& other) {
  std::lock_guard one_lock(one.mutex_);
  std::lock_guard other_lock(other.mutex_);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
