#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_LIVE_LOCK_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_LIVE_LOCK_H_

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

// ThreadSanitizer does not know it for a lock, nor in which order it is taken.
class SpinLock {
 public:
  void lock() {
    while (busy_.test_and_set(std::memory_order_acquire)) {
      std::this_thread::yield();
    }
  }
  void unlock() { busy_.clear(std::memory_order_release); }

 private:
  std::atomic_flag busy_;
};

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  int balance() const {
    std::lock_guard lock(lock_);
    return balance_;
  }

 private:
  friend bool Transfer(Account& from, Account& to, int amount);
  friend int Total(const Account& one, const Account& other);

  mutable SpinLock lock_;
  int balance_;
};

// Moves `amount`, unless `from` holds less: then it moves nothing, returns
// false.
inline bool Transfer(Account& from, Account& to, int amount) {
  if (&from == &to) return from.balance() >= amount;
  // Everybody takes the account with the lower address first.
  const bool from_first = std::less<Account*>()(&from, &to);
  std::lock_guard first_lock(from_first ? from.lock_ : to.lock_);
  std::lock_guard second_lock(from_first ? to.lock_ : from.lock_);
  if (from.balance_ < amount) return false;
  from.balance_ -= amount;
  to.balance_ += amount;
  return true;
}

// What two different accounts hold together.
inline int Total(const Account& one, const Account& other) {
  std::lock_guard first_lock(one.lock_);
  std::lock_guard second_lock(other.lock_);
  return one.balance_ + other.balance_;
}

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_INTO_LIVE_LOCK_H_
