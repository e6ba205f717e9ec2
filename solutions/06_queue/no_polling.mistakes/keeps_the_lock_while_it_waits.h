#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

#include <deque>
#include <mutex>
#include <semaphore>
#include <utility>

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    filled_.release();
  }

  // Takes out the oldest item.
  Item Get() {
    std::lock_guard lock(mutex_);
    filled_.acquire();
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::counting_semaphore<> filled_{0};
  std::mutex mutex_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
