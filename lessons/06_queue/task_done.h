// A queue that knows when the work is done.
//
// Workers get items and work on them. Whoever waits in Join believes that the
// work is done when the last item has been taken out. That is when the work on
// it begins.
//
// Task: a worker calls TaskDone when it has finished an item. Join waits until
//   TaskDone was called once for each item that was ever put; also for items
//   that workers put while it waits. What they did is then visible to all.
// Constraints: no data race. One TaskDone more than there were items throws a
//   std::logic_error and changes nothing. Any number of threads may wait in
//   Join, and all go on; after that the queue can be used again. Whoever waits
//   sleeps until it is woken: it neither spins nor looks again after a while.
//
// You may need: std::condition_variable.
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
    not_empty_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    // TODO: It is out of the queue. Is the work on it done?
    if (--unfinished_ == 0) all_done_.notify_all();
    return item;
  }

  // Says that the work on one item is finished.
  void TaskDone() {
    // TODO: The queue counts by itself, and so it does not listen.
  }

  // Waits until the work on all items is finished.
  void Join() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return unfinished_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable all_done_;
  std::deque<Item> items_;
  int unfinished_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
