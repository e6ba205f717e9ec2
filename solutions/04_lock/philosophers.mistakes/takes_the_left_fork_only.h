#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

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
    think();
    std::lock_guard left_fork(forks_[left]);
    eat();
  }

 private:
  // The fork to the left of the philosopher with the same number.
  std::vector<std::mutex> forks_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
