#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

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
    not_empty_.wait(lock, [] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  // One for all queues of this type.
  static inline std::mutex mutex_;
  static inline std::condition_variable not_empty_;
  static inline std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
