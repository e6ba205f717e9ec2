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
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    unfinished_.fetch_add(1, std::memory_order_relaxed);
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
    // One step, and so it is exact. But it says nothing of the work before it.
    int unfinished = unfinished_.load(std::memory_order_relaxed);
    do {
      if (unfinished == 0) throw std::logic_error("TaskDone without an item");
    } while (!unfinished_.compare_exchange_weak(unfinished, unfinished - 1,
                                                std::memory_order_relaxed));
    if (unfinished == 1) unfinished_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    int unfinished = unfinished_.load(std::memory_order_relaxed);
    while (unfinished > 0) {
      unfinished_.wait(unfinished, std::memory_order_relaxed);
      unfinished = unfinished_.load(std::memory_order_relaxed);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<Item> items_;
  // Items that were put, and for which nobody has called TaskDone.
  std::atomic<int> unfinished_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
