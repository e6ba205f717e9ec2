#ifndef RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
#define RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_

#include <functional>
#include <mutex>
#include <semaphore>
#include <vector>

class Table {
 public:
  // For this many philosophers, two or more: number 0, 1, ...
  explicit Table(int philosophers)
      : forks_(philosophers), chairs_(philosophers) {}

  // To be called on the thread of this philosopher.
  void Dine(int philosopher, const std::function<void()>& think,
            const std::function<void()>& eat) {
    const int left = philosopher;
    const int right = (philosopher + 1) % static_cast<int>(forks_.size());
    chairs_.acquire();
    {
      std::lock_guard left_fork(forks_[left]);
      think();
      std::lock_guard right_fork(forks_[right]);
      eat();
    }
    chairs_.release();
  }

 private:
  // The fork to the left of the philosopher with the same number.
  std::vector<std::mutex> forks_;
  std::counting_semaphore<> chairs_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
