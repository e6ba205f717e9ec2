#ifndef RACEFREE_LESSONS_04_LOCK_BALANCE_H_
#define RACEFREE_LESSONS_04_LOCK_BALANCE_H_

#include <mutex>

class Account {
 public:
  void Change(int amount) {
    // A lock that nobody else can hold keeps nobody out.
    std::mutex mutex;
    std::lock_guard lock(mutex);
    balance_ += amount;
  }

  int balance() const {
    std::mutex mutex;
    std::lock_guard lock(mutex);
    return balance_;
  }

 private:
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BALANCE_H_
