#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <mutex>

class Account {
 public:
  void Change(int amount) {
    std::lock_guard lock(Mutex());
    balance_ += amount;
  }

  int balance() const {
    std::lock_guard lock(Mutex());
    return balance_;
  }

 private:
  static std::mutex& Mutex() {
    thread_local std::mutex mutex;
    return mutex;
  }

  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
