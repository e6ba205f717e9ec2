#ifndef RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
#define RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_

#include <cstddef>
#include <deque>
#include <limits>
#include <mutex>
#include <semaphore>
#include <utility>

template <typename Item>
class Queue {
 public:
  // Without a limit there are more places than memory could hold.
  explicit Queue(std::size_t max_size)
      : places_(max_size > 0 ? max_size : std::numeric_limits<int>::max()) {}

  void Put(Item item) {
    places_.acquire();
    {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    }
    filled_.release();
  }

  // Takes out the oldest item.
  Item Get() {
    filled_.acquire();
    std::unique_lock lock(mutex_);
    Item item = std::move(items_.front());
    items_.pop_front();
    lock.unlock();
    places_.release();
    return item;
  }

  // How many items are in the queue now.
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  std::counting_semaphore<> places_;
  std::counting_semaphore<> filled_{0};
  mutable std::mutex mutex_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
