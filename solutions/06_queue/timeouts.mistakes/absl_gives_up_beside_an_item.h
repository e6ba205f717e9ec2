#ifndef RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
#define RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
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
    const absl::Time deadline = absl::Now() + absl::FromChrono(timeout);
    while (!HasPlace()) {
      if (not_full_.WaitWithDeadline(&mutex_, deadline)) return false;
    }
    items_.push_back(std::move(item));
    not_empty_.Signal();
    return true;
  }

  bool TryPut(Item&& item) {
    absl::MutexLock lock(&mutex_);
    if (!HasPlace()) return false;
    items_.push_back(std::move(item));
    not_empty_.Signal();
    return true;
  }

  // Takes out the oldest item; none, if there is none in time.
  std::optional<Item> GetFor(std::chrono::nanoseconds timeout) {
    absl::MutexLock lock(&mutex_);
    const absl::Time deadline = absl::Now() + absl::FromChrono(timeout);
    while (!HasItem()) {
      // It may have been woken, too, and wait for the lock since then.
      if (not_empty_.WaitWithDeadline(&mutex_, deadline)) return std::nullopt;
    }
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
    not_full_.Signal();
    return item;
  }

  const std::size_t max_size_;
  absl::Mutex mutex_;
  absl::CondVar not_empty_;
  absl::CondVar not_full_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
