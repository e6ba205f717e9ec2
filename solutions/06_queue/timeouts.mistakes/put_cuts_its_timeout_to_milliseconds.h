#ifndef RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
#define RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

template <typename Item>
class Queue {
 public:
  // At most max_size items, at least one.
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  // Moves the item into the queue; if there is no place in time, leaves it
  // alone and returns false.
  bool PutFor(Item&& item, std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    const auto whole =
        std::chrono::duration_cast<std::chrono::milliseconds>(timeout);
    if (!not_full_.wait_for(lock, whole,
                            [this] { return items_.size() < max_size_; })) {
      return false;
    }
    items_.push_back(std::move(item));
    not_empty_.notify_one();
    return true;
  }

  bool TryPut(Item&& item) {
    return PutFor(std::move(item), std::chrono::nanoseconds(0));
  }

  // Takes out the oldest item; none, if there is none in time.
  std::optional<Item> GetFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    if (!not_empty_.wait_for(lock, timeout,
                             [this] { return !items_.empty(); })) {
      return std::nullopt;
    }
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  std::optional<Item> TryGet() { return GetFor(std::chrono::nanoseconds(0)); }

 private:
  const std::size_t max_size_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
