#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

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
    {
      std::unique_lock lock(mutex_);
      while (in_use_[left] || in_use_[right]) {
        // In case a fork was put back unnoticed.
        forks_put_back_.wait_for(lock, std::chrono::milliseconds(10));
      }
      in_use_[left] = in_use_[right] = true;
    }
    eat();
    {
      std::lock_guard lock(mutex_);
      in_use_[left] = in_use_[right] = false;
    }
    forks_put_back_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable forks_put_back_;
  // The fork to the left of the philosopher with the same number.
  std::vector<bool> in_use_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
