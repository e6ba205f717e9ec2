#ifndef RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
#define RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
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
    const auto deadline = std::chrono::system_clock::now() + timeout;
    while (items_.size() >= max_size_) {
      if (changed_.wait_until(lock, deadline) == std::cv_status::timeout) {
        // Somebody may have made a place at the last moment.
        if (items_.size() < max_size_) break;
        return false;
      }
    }
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  bool TryPut(Item&& item) {
    return PutFor(std::move(item), std::chrono::nanoseconds(0));
  }

  // Takes out the oldest item; none, if there is none in time.
  std::optional<Item> GetFor(std::chrono::nanoseconds timeout) {
    std::unique_lock lock(mutex_);
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    while (items_.empty()) {
      const auto rest = deadline - std::chrono::steady_clock::now();
      if (rest <= rest.zero()) return std::nullopt;
      changed_.wait_for(lock, rest);
    }
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

  std::optional<Item> TryGet() { return GetFor(std::chrono::nanoseconds(0)); }

 private:
  const std::size_t max_size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::list<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
