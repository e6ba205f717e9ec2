#ifndef RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_
#define RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_

#include <cstddef>
#include <deque>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <utility>

#include "absl/synchronization/mutex.h"

class QueueClosed : public std::logic_error {
 public:
  QueueClosed() : std::logic_error("the queue is closed") {}
};

template <typename Item>
class Queue {
 public:
  // At most max_size items, at least one.
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  // Waits while the queue is full.
  void Put(Item item) {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Queue::CanPut));
    if (closed_) throw QueueClosed();
    items_.push_back(std::move(item));
  }

  // Waits while the queue is empty. Takes out the oldest item; none, if no more
  // will come.
  std::optional<Item> Get() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &Queue::CanGet));
    if (items_.empty()) return std::nullopt;
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

  // `for (Item& item : queue)` calls Get until it returns none. (Given.)
  class Iterator {
   public:
    explicit Iterator(Queue* queue) : queue_(queue), item_(queue->Get()) {}
    Item& operator*() { return *item_; }
    Iterator& operator++() {
      item_ = queue_->Get();
      return *this;
    }
    bool operator==(std::default_sentinel_t) const { return !item_; }

   private:
    Queue* queue_;
    std::optional<Item> item_;
  };
  Iterator begin() { return Iterator(this); }
  std::default_sentinel_t end() { return {}; }

 private:
  bool CanPut() const { return closed_ || items_.size() < max_size_; }
  bool CanGet() const { return closed_ || !items_.empty(); }

  const std::size_t max_size_;
  absl::Mutex mutex_;
  std::deque<Item> items_;
  bool closed_ = false;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_
