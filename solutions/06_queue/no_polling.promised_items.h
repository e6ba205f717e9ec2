#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

#include <deque>
#include <future>
#include <mutex>
#include <utility>

// Whoever finds no item leaves a promise behind. Put keeps the oldest of them.
template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    std::lock_guard lock(mutex_);
    if (promises_.empty()) {
      items_.push_back(std::move(item));
    } else {
      promises_.front().set_value(std::move(item));
      promises_.pop_front();
    }
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    if (items_.empty()) {
      std::future<Item> item = promises_.emplace_back().get_future();
      lock.unlock();
      return item.get();
    }
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::mutex mutex_;
  // One of the two is empty.
  std::deque<Item> items_;
  std::deque<std::promise<Item>> promises_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
