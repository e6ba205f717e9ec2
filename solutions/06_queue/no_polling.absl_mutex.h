#ifndef RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
#define RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_

#include <queue>
#include <utility>

#include "absl/synchronization/mutex.h"

template <typename Item>
class Queue {
 public:
  void Put(Item item) {
    absl::MutexLock lock(&mutex_);
    items_.push(std::move(item));
  }

  // Takes out the oldest item.
  Item Get() {
    auto has_item = [this] { return !items_.empty(); };
    absl::MutexLock lock(&mutex_, absl::Condition(&has_item));
    Item item = std::move(items_.front());
    items_.pop();
    return item;
  }

 private:
  absl::Mutex mutex_;
  std::queue<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_NO_POLLING_H_
