#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

class Table {
 public:
  // For this many philosophers, two or more: number 0, 1, ...
  explicit Table(int philosophers) : forks_(philosophers) {}

  // To be called on the thread of this philosopher.
  void Dine(int philosopher, const std::function<void()>& think,
            const std::function<void()>& eat) {
    const int left = philosopher;
    const int right = (philosopher + 1) % static_cast<int>(forks_.size());
    think();
    // In one order for all, so that there is no circle of waiting.
    std::lock_guard first_fork(forks_[std::min(left, right)]);
    std::lock_guard second_fork(forks_[std::max(left, right)]);
    eat();
  }

 private:
  // The fork to the left of the philosopher with the same number.
  std::vector<std::mutex> forks_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
