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
    {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    }
    changed_.notify_all();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    ++in_hand_;
    return item;
  }

  // Says that the work on one item is finished.
  void TaskDone() {
    {
      std::lock_guard lock(mutex_);
      // It may be said of an item that nobody has taken out.
      if (in_hand_ + static_cast<int>(items_.size()) == 0) {
        throw std::logic_error("TaskDone without an item");
      }
      --in_hand_;
    }
    changed_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
      return in_hand_ + static_cast<int>(items_.size()) == 0;
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  // Items that were taken out, less those that are done.
  int in_hand_ = 0;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TASK_DONE_H_
