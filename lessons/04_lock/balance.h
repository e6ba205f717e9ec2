// A bank account that several threads use at once.
//
// Two threads share the account. One adds 5 and takes 5 away again, the other
// does the same with 8: in the end there should be 0. Now and then it is -8.
//
// Task: however many threads call Change and balance at the same time, no
//   change is lost, and balance() is the sum of the changes made so far.
// Constraints: no data race: two threads never touch the balance at once, not
//   even when one of them only reads it. Each account has its own balance.
//
// You may need: std::mutex, std::lock_guard, mutable.
#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

class Account {
 public:
  // Adds `amount`, which may be negative.
  void Change(int amount) {
    // TODO: Another thread may come between these two lines.
    int changed = balance_ + amount;
    balance_ = changed;
  }

  int balance() const { return balance_; }

 private:
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
