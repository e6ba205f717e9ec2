#ifndef RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
#define RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

template <typename Item>
class Queue {
 public:
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  void Put(Item item) {
    std::unique_lock lock(mutex_);
    if (Full()) return;
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  // How many items are in the queue now.
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  bool Full() const { return max_size_ > 0 && items_.size() >= max_size_; }

  const std::size_t max_size_;
  mutable std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
