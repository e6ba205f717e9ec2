#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

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
      // Takes both forks or none.
      forks_put_back_.wait(lock,
                           [&] { return !in_use_[left] && !in_use_[right]; });
      in_use_[left] = in_use_[right] = true;
    }
    eat();
    {
      std::lock_guard lock(mutex_);
      in_use_[left] = in_use_[right] = false;
    }
    // Two may have waited for these forks.
    forks_put_back_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable forks_put_back_;
  // The fork to the left of the philosopher with the same number.
  std::vector<bool> in_use_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
