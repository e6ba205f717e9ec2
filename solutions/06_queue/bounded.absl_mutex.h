#ifndef RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
#define RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_

#include <cstddef>
#include <list>
#include <utility>

#include "absl/synchronization/mutex.h"

template <typename Item>
class Queue {
 public:
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  void Put(Item item) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasPlace));
    items_.push_back(std::move(item));
  }

  // Takes out the oldest item.
  Item Get() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasItem));
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // How many items are in the queue now.
  std::size_t size() const {
    absl::MutexLock lock(&mutex_);
    return items_.size();
  }

 private:
  bool HasPlace() const { return max_size_ == 0 || items_.size() < max_size_; }
  bool HasItem() const { return !items_.empty(); }

  const std::size_t max_size_;
  mutable absl::Mutex mutex_;
  std::list<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
