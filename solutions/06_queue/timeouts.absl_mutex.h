#ifndef RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
#define RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

template <typename Item>
class Queue {
 public:
  // At most max_size items, at least one.
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  // Moves the item into the queue; if there is no place in time, leaves it
  // alone and returns false.
  bool PutFor(Item&& item, std::chrono::nanoseconds timeout) {
    absl::MutexLock lock(&mutex_);
    if (!mutex_.AwaitWithTimeout(absl::Condition(this, &Queue::HasPlace),
                                 absl::FromChrono(timeout))) {
      return false;
    }
    items_.push_back(std::move(item));
    return true;
  }

  bool TryPut(Item&& item) {
    absl::MutexLock lock(&mutex_);
    if (!HasPlace()) return false;
    items_.push_back(std::move(item));
    return true;
  }

  // Takes out the oldest item; none, if there is none in time.
  std::optional<Item> GetFor(std::chrono::nanoseconds timeout) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(this, &Queue::HasItem),
                            absl::FromChrono(timeout));
    return Take();
  }

  std::optional<Item> TryGet() {
    absl::MutexLock lock(&mutex_);
    return Take();
  }

 private:
  bool HasPlace() const { return items_.size() < max_size_; }
  bool HasItem() const { return !items_.empty(); }

  std::optional<Item> Take() {
    if (items_.empty()) return std::nullopt;
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  const std::size_t max_size_;
  absl::Mutex mutex_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
