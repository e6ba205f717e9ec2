#ifndef RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_
#define RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

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
    std::unique_lock lock(mutex_);
    not_full_.wait(lock,
                   [this] { return closed_ || items_.size() < max_size_; });
    if (closed_) throw QueueClosed();
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  // Waits while the queue is empty. Takes out the oldest item; none, if no more
  // will come.
  std::optional<Item> Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  void Close() {
    closed_ = true;
    not_empty_.notify_all();
    not_full_.notify_all();
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
  const std::size_t max_size_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<Item> items_;
  bool closed_ = false;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_
