// A baker's shelf: bakers put loaves on it, customers take loaves off it.
//
// Whoever cannot do that yet sleeps until another one wakes it. That works on
// quiet days. On busy ones there are minus four loaves on the shelf.
//
// Task: Put waits until there is room for all its loaves, Take until there are
//   as many as it wants. Then it puts or takes them all in one step.
// Constraints: no data race. There are never fewer loaves than none and never
//   more than `room`. Nobody waits who could go on, not even behind one who
//   came first and wants more. Whoever waits sleeps until something has
//   changed: it does not go round in circles, nor look again every so often.
//
// You may need: std::condition_variable, its wait with a predicate; or
//   absl::Mutex with Await and absl::Condition.
#ifndef RACEFREE_LESSONS_04_LOCK_CONDITION_H_
#define RACEFREE_LESSONS_04_LOCK_CONDITION_H_

#include <condition_variable>
#include <mutex>

class Shelf {
 public:
  explicit Shelf(int room) : room_(room) {}

  // At most `room` loaves at a time.
  void Put(int loaves) {
    std::unique_lock lock(mutex_);
    // TODO: Somebody has woken us. What do we know now?
    if (loaves_ + loaves > room_) changed_.wait(lock);
    loaves_ += loaves;
    changed_.notify_all();
  }

  // At most `room` loaves at a time.
  void Take(int loaves) {
    std::unique_lock lock(mutex_);
    // TODO: The same question.
    if (loaves_ < loaves) changed_.wait(lock);
    loaves_ -= loaves;
    changed_.notify_all();
  }

  // How many there are.
  int loaves() const {
    std::lock_guard lock(mutex_);
    return loaves_;
  }

 private:
  const int room_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int loaves_ = 0;
};

#endif  // RACEFREE_LESSONS_04_LOCK_CONDITION_H_
