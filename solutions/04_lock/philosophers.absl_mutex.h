#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

#include <functional>
#include <vector>

#include "absl/synchronization/mutex.h"

class Table {
 public:
  // For this many philosophers, two or more: number 0, 1, ...
  explicit Table(int philosophers) : in_use_(philosophers) {}

  // To be called on the thread of this philosopher.
  void Dine(int philosopher, const std::function<void()>& think,
            const std::function<void()>& eat) {
    const int left = philosopher;
    const int right = (philosopher + 1) % static_cast<int>(in_use_.size());
    think();
    auto both_are_free = [&] { return !in_use_[left] && !in_use_[right]; };
    mutex_.LockWhen(absl::Condition(&both_are_free));
    in_use_[left] = in_use_[right] = true;
    mutex_.Unlock();
    eat();
    absl::MutexLock lock(&mutex_);
    in_use_[left] = in_use_[right] = false;
  }

 private:
  absl::Mutex mutex_;
  // The fork to the left of the philosopher with the same number.
  std::vector<bool> in_use_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
