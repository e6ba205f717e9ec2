#ifndef RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
#define RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <utility>

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    ++unfinished_;
    // And if it wakes a thread that waits in Join?
    changed_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // Says that the work on one item is finished.
  void TaskDone() {
    std::lock_guard lock(mutex_);
    if (unfinished_ == 0) throw std::logic_error("TaskDone without an item");
    if (--unfinished_ == 0) changed_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return unfinished_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  // Items that were put, and for which nobody has called TaskDone.
  int unfinished_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
