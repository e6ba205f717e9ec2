#ifndef RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
#define RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_

#include <functional>
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

// Moves `amount`, unless `from` holds less: then it moves nothing, returns
// false.
inline bool Transfer(Account& from, Account& to, int amount) {
  if (&from == &to) return from.balance() >= amount;
  // Everybody takes the account with the lower address first.
  const bool from_first = std::less<Account*>()(&from, &to);
  std::lock_guard first_lock(from_first ? from.mutex_ : to.mutex_);
  std::lock_guard second_lock(from_first ? to.mutex_ : from.mutex_);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  const bool one_first = std::less<const Account*>()(&one, &other);
  std::lock_guard first_lock(one_first ? one.mutex_ : other.mutex_);
  std::lock_guard second_lock(one_first ? other.mutex_ : one.mutex_);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
