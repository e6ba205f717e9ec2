#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    // It is woken for each item. But who knows?
    while (items_.empty()) {
      not_empty_.wait_for(lock, std::chrono::milliseconds(100));
    }
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
