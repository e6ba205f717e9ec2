// Philosophers at a round table, with one fork between each two of them.
//
// Whoever wants to eat needs the fork on the left and the one on the right. One
// evening each of them took the left fork, thought for a while, and waited for
// the right one. They are still waiting.
//
// Task: Dine calls think() once and then eat() once. No two neighbours are in
//   eat() at the same time. Nobody waits for ever: whoever wants to eat does so
//   at the latest when the neighbours have eaten and gone.
// Constraints: no data race. Philosophers who are not neighbours can eat at the
//   same time. Who has to wait sleeps until a fork is put back, and does not
//   look again and again. It works for two philosophers and for more.
//
// You may need: std::lock_guard, std::scoped_lock, std::min, std::max; or
//   std::condition_variable; or std::counting_semaphore.
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
    const int right = (philosopher + 1) % static_cast<int>(forks_.size());
    std::lock_guard left_fork(forks_[left]);
    // TODO: What if all of them have come this far?
    think();
    std::lock_guard right_fork(forks_[right]);
    eat();
  }

 private:
  // The fork to the left of the philosopher with the same number.
  std::vector<std::mutex> forks_;
};

#endif  // RACEFREE_LESSONS_04_LOCK_PHILOSOPHERS_H_
