// Queue.shutdown(immediate), as Python has it since version 3.13.
//
// In the evening the queue is shut down. Whoever comes later is told so. But
// those who were waiting by then wait all night.
//
// Task: after Shutdown, Put throws ShutDown. Get still brings what is in the
//   queue, and throws ShutDown when there is nothing. Shutdown(true) also drops
//   and frees what is in the queue; what is dropped counts as done. It may come
//   after Shutdown(). All who wait in Put or Get go on or throw, by this rule;
//   Join returns when all is done: TaskDone was called, or the item dropped.
// Constraints: no data race. What is put must not get in after Shutdown, not
//   even when it makes room. Whoever waits sleeps until it is woken. Items are
//   moved, never copied.
//
// You may need: std::condition_variable; notify_one, notify_all.
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
  // At most max_size items, at least one.
  explicit Queue(std::size_t max_size) : max_size_(max_size) {}

  // Waits while the queue is full.
  void Put(Item item) {
    std::unique_lock lock(mutex_);
    // TODO: And if it is shut down later, while this thread waits?
    if (shut_down_) throw ShutDown();
    not_full_.wait(lock, [this] { return items_.size() < max_size_; });
    items_.push_back(std::move(item));
    ++unfinished_;
    not_empty_.notify_one();
  }

  // Waits for an item.
  Item Get() {
    std::unique_lock lock(mutex_);
    // TODO: The same question.
    if (shut_down_ && items_.empty()) throw ShutDown();
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    Item item = std::move(items_.front());
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

  // The work on an item that somebody got is finished.
  void TaskDone() {
    std::lock_guard lock(mutex_);
    if (unfinished_ == 0) throw std::logic_error("TaskDone without an item");
    if (--unfinished_ == 0) all_done_.notify_all();
  }

  // Waits until the work on all items is finished.
  void Join() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return unfinished_ == 0; });
  }

  void Shutdown(bool immediate = false) {
    std::lock_guard lock(mutex_);
    shut_down_ = true;
    // TODO: Who waits, for what, and will it still come?
    if (immediate) items_.clear();
  }

 private:
  const std::size_t max_size_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::condition_variable all_done_;
  std::deque<Item> items_;
  // Items that were put and not yet reported as done.
  std::size_t unfinished_ = 0;
  bool shut_down_ = false;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_SHUTDOWN_H_
