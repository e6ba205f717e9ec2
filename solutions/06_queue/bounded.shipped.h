// A queue that holds at most so many items.
//
// One stage of a program reads, the next one writes, and a queue lies between
// them. Reading is faster: the queue grew until there was no memory left.
//
// Task: Put waits while the queue holds max_size items, Get waits while it
//   holds none. A max_size of 0 means that there is no limit.
// Constraints: no data race. There are never more than max_size items in the
//   queue, not even for a moment. Items come out in the order in which they
//   went in, and are moved, not copied. Whoever waits sleeps until it is woken:
//   it neither spins nor looks again after a while. Nobody goes on waiting
//   while there is a place, or an item, for it.
//
// You may need: std::condition_variable.
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
    std::lock_guard lock(mutex_);
    // TODO: And if there is no place?
    items_.push_back(std::move(item));
    changed_.notify_one();
  }

  // Takes out the oldest item.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    // TODO: Who might be waiting for this?
    return item;
  }

  // How many items are in the queue now.
  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t max_size_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_BOUNDED_H_
