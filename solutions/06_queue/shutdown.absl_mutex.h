#ifndef RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_
#define RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_

#include <cstddef>
#include <deque>
#include <exception>
#include <stdexcept>
#include <utility>

#include "absl/synchronization/mutex.h"

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
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasRoomOrIsShutDown));
    // Asked first: after an immediate shutdown there is room, too.
    if (shut_down_) throw ShutDown();
    items_.push_back(std::move(item));
    ++unfinished_;
  }

  // Waits for an item.
  Item Get() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasItemOrIsShutDown));
    if (items_.empty()) throw ShutDown();
    Item item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

  // The work on an item that somebody got is finished.
  void TaskDone() {
    absl::MutexLock lock(&mutex_);
    if (unfinished_ == 0) throw std::logic_error("TaskDone without an item");
    --unfinished_;
  }

  // Waits until the work on all items is finished.
  void Join() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::IsAllDone));
  }

  void Shutdown(bool immediate = false) {
    absl::MutexLock lock(&mutex_);
    shut_down_ = true;
    if (immediate) {
      // Only these: what somebody is working on is still to be done.
      unfinished_ -= items_.size();
      items_.clear();
    }
  }

 private:
  bool HasRoomOrIsShutDown() const {
    return shut_down_ || items_.size() < max_size_;
  }
  bool HasItemOrIsShutDown() const { return shut_down_ || !items_.empty(); }
  bool IsAllDone() const { return unfinished_ == 0; }

  const std::size_t max_size_;
  absl::Mutex mutex_;
  std::deque<Item> items_;
  // Items that were put and not yet reported as done.
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_
