// A queue in which nobody waits longer than it wants to.
//
// GetFor should wait for 30 seconds at the longest. Yesterday somebody waited
// for two minutes; and somebody gave up beside an item that was there.
//
// Task: GetFor waits for an item, PutFor for a place, each until `timeout` has
//   passed since the call; then they give up. TryGet and TryPut take what is
//   there; they may wait for the lock for a moment, but for nothing else.
// Constraints: no data race. Nobody gives up too early, or later than that, no
//   matter how often it is woken in vain. Whoever finds an item or a place when
//   the time is over takes it. An item that was not put is left as it was, so
//   that the caller still has it. Nobody sleeps and looks again after a while:
//   who brings an item or makes a place wakes who waits for it.
//
// You may need: std::condition_variable, wait_until or wait_for.
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
    while (items_.size() == max_size_) {
      // TODO: And if it is woken, and there is no place?
      if (not_full_.wait_for(lock, timeout) == std::cv_status::timeout) {
        return false;
      }
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
    while (items_.empty()) {
      // TODO: The same question. And if the time is over, and there is an item?
      if (not_empty_.wait_for(lock, timeout) == std::cv_status::timeout) {
        return std::nullopt;
      }
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
