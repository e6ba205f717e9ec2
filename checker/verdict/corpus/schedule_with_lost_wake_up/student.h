#ifndef RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_WAKE_UP_H_
#define RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_WAKE_UP_H_

#include <condition_variable>
#include <mutex>

class Account {
 public:
  void Change(int amount) {
    std::unique_lock lock(mutex_);
    // Whoever comes while another one is at it waits, once.
    if (busy_) done_.wait(lock);
    busy_ = true;
    lock.unlock();
    const int changed = balance() + amount;
    lock.lock();
    balance_ = changed;
    done_.notify_one();
    if (amount < 0) busy_ = false;
  }

  int balance() const {
    std::lock_guard lock(mutex_);
    return balance_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable done_;
  bool busy_ = false;
  int balance_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_SCHEDULE_WITH_LOST_WAKE_UP_H_
