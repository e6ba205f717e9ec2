#ifndef RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_
#define RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <utility>

struct ShutDown : std::exception {
  const char* what() const noexcept override {
    return "the queue is shut down";
  }
};

template <typename Item>
class Queue {
 public:
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  // Waits while the queue is full.
  void Put(Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return shut_down_ || items_.size() < max_size_; });
    // Asked first: after an immediate shutdown there is room, too.
    if (shut_down_) throw ShutDown();
    items_.push_back(std::move(item));
    ++unfinished_;
    changed_.notify_one();
  }

  // Waits for an item.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return shut_down_ || !items_.empty(); });
    if (items_.empty()) throw ShutDown();
    Item item = std::move(items_.front());
    items_.pop_front();
    changed_.notify_one();
    return item;
  }

  // The work on an item that somebody got is finished.
  void TaskDone() {
    std::lock_guard lock(mutex_);
    if (unfinished_ == 0) throw std::logic_error("TaskDone without an item");
    if (--unfinished_ == 0) changed_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return unfinished_ == 0; });
  }

  void Shutdown(bool immediate = false) {
    std::lock_guard lock(mutex_);
    shut_down_ = true;
    if (immediate) {
      // Only these: what somebody is working on is still to be done.
      unfinished_ -= items_.size();
      items_.clear();
      if (unfinished_ == 0) changed_.notify_all();
    }
    changed_.notify_all();
  }

 private:
  const std::size_t max_size_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  // Items that were put and not yet reported as done.
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_
