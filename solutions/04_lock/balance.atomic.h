#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <atomic>

class Account {
 public:
  // Adds `amount`, which may be negative.
  void Change(int amount) { balance_ += amount; }

  int balance() const { return balance_; }

 private:
  std::atomic<int> balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
