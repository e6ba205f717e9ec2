#ifndef RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
#define RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <utility>

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    // First it counts, then a worker may take it, and be done with it.
    ++unfinished_;
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // Says that the work on one item is finished.
  void TaskDone() {
    int unfinished = unfinished_;
    do {
      if (unfinished == 0) throw std::logic_error("TaskDone without an item");
    } while (!unfinished_.compare_exchange_weak(unfinished, unfinished - 1));
    if (unfinished == 1) unfinished_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    for (int seen = unfinished_; seen != 0; seen = unfinished_) {
      unfinished_.wait(seen);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<Item> items_;
  std::atomic<int> unfinished_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
