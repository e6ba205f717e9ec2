#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

class Account {
 public:
  void Change(int amount) { balance_ = balance_ + amount; }

  int balance() const { return balance_; }

 private:
  volatile int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
