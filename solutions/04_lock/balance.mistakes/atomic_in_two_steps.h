#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <atomic>

class Account {
 public:
  // Each step is atomic, but another thread may come between the two.
  void Change(int amount) {
    int changed = balance_ + amount;
    balance_ = changed;
  }

  int balance() const { return balance_; }

 private:
  std::atomic<int> balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
