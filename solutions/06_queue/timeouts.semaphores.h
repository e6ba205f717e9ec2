#ifndef RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
#define RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <semaphore>
#include <utility>

template <typename Item>
class Queue {
 public:
  // At most max_size items, at least one.
  explicit Queue(std::size_t max_size) : places_(max_size) {}

  // Moves the item into the queue; if there is no place in time, leaves it
  // alone and returns false.
  bool PutFor(Item&& item, std::chrono::nanoseconds timeout) {
    // The second look is for a place that came with the end of the time.
    if (!places_.try_acquire_for(timeout) && !places_.try_acquire()) {
      return false;
    }
    {
      std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    }
    filled_.release();
    return true;
  }

  bool TryPut(Item&& item) {
    return PutFor(std::move(item), std::chrono::nanoseconds(0));
  }

  // Takes out the oldest item; none, if there is none in time.
  std::optional<Item> GetFor(std::chrono::nanoseconds timeout) {
    if (!filled_.try_acquire_for(timeout) && !filled_.try_acquire()) {
      return std::nullopt;
    }
    std::unique_lock lock(mutex_);
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    lock.unlock();
    places_.release();
    return item;
  }

  std::optional<Item> TryGet() { return GetFor(std::chrono::nanoseconds(0)); }

 private:
  std::counting_semaphore<> places_;
  std::counting_semaphore<> filled_{0};
  std::mutex mutex_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_TIMEOUTS_H_
