#ifndef RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
#define RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_

#include <mutex>

// Right and simple; but one transfer at a time in the whole bank.
inline std::mutex bank_mutex;

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  int balance() const {
    std::lock_guard lock(bank_mutex);
    return balance_;
  }

 private:
  friend bool Transfer(Account& from, Account& to, int amount);
  friend int Total(const Account& one, const Account& other);

  int balance_;
};

// Moves `amount`, unless `from` holds less: then it moves nothing, returns
// false.
inline bool Transfer(Account& from, Account& to, int amount) {
  std::lock_guard lock(bank_mutex);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  std::lock_guard lock(bank_mutex);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_TWO_LOCKS_H_
