#ifndef RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
#define RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_

#include <deque>
#include <stdexcept>
#include <utility>

#include "absl/synchronization/mutex.h"

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    absl::MutexLock lock(&mutex_);
    items_.push_back(std::move(item));
    ++unfinished_;
  }

  // Takes out the oldest item.
  Item Get() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Queue::HasItem));
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // Says that the work on one item is finished.
  void TaskDone() {
    absl::MutexLock lock(&mutex_);
    if (AllDone()) throw std::logic_error("TaskDone without an item");
    --unfinished_;
  }

  // Waits until the work on all items is finished.
  void Join() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Queue::AllDone));
  }

 private:
  bool HasItem() const { return !items_.empty(); }
  bool AllDone() const { return unfinished_ == 0; }

  absl::Mutex mutex_;
  std::deque<Item> items_;
  // Items that were put, and for which nobody has called TaskDone.
  int unfinished_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
