// A queue that can be closed, so that the loops over it come to an end.
//
// Close puts one last thing in: nothing, as a sign. The consumer that gets it
// stops. Then a second consumer was hired; it is still waiting.
//
// Task: after Close, Put throws QueueClosed; so does a Put that waits for a
//   place then. What is in the queue by then is still given out. After that,
//   Get returns nullopt, and a loop over the queue ends, for every consumer.
// Constraints: no data race. An item whose Put has returned goes to somebody,
//   one whose Put has thrown to nobody. Close waits for nobody; closing again
//   does nothing. Who waits in Get or Put sleeps until it is woken: it neither
//   spins nor looks again after a while. Nobody goes on waiting while there is
//   an item, or a place, for it. Never more than max_size items.
//
// You may need: std::condition_variable.
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
    not_full_.wait(lock, [this] { return items_.size() < max_size_; });
    // TODO: And if the queue is closed?
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  // Waits while the queue is empty. Takes out the oldest item; none, if no more
  // will come.
  std::optional<Item> Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    std::optional<Item> item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  void Close() {
    std::lock_guard lock(mutex_);
    // TODO: One sign. And how many wait for one?
    items_.push_back(std::nullopt);
    not_empty_.notify_one();
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
  std::deque<std::optional<Item>> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_CLOSABLE_H_
