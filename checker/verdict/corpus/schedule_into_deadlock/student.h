// Transfers between accounts, each of which has a lock of its own.
//
// A transfer needs both accounts, so it takes both locks. One day two customers
// sent each other money at the same moment, and the bank stood still.
//
// Task: Transfer and Total work between any accounts, in any direction, on many
//   threads at once, and always come to an end: also a transfer to oneself.
// Constraints: no data race. Nobody sees a transfer half done, or a balance
//   below zero. No two threads take the same two locks in opposite orders, not
//   even if it happens to go well.
//
// You may need: std::scoped_lock (or std::lock); std::less for addresses.
#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_DEADLOCK_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_DEADLOCK_H_

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
  // TODO: And if another thread has the second lock, and waits for the first?
  std::lock_guard from_lock(from.mutex_);
  std::lock_guard to_lock(to.mutex_);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  // TODO: The same question.
  std::lock_guard one_lock(one.mutex_);
  std::lock_guard other_lock(other.mutex_);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_DEADLOCK_H_
