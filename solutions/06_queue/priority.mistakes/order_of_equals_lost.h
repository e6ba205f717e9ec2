#ifndef RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
#define RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

template <typename T>
class PriorityQueue {
 public:
  void Put(int priority, T item) {
    std::lock_guard lock(mutex_);
    heap_.push_back({priority, std::move(item)});
    std::push_heap(heap_.begin(), heap_.end());
    not_empty_.notify_one();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !heap_.empty(); });
    std::pop_heap(heap_.begin(), heap_.end());
    T item = std::move(heap_.back().item);
    heap_.pop_back();
    return item;
  }

 private:
  struct Entry {
    // A heap does not keep the order of equals.
    bool operator<(const Entry& other) const {
      return priority > other.priority;
    }
    int priority;
    T item;
  };

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::vector<Entry> heap_;
};

template <typename T>
class LifoQueue {
 public:
  void Put(T item) {
    std::lock_guard lock(mutex_);
    items_.push_back(std::move(item));
    not_empty_.notify_one();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    T item = std::move(items_.back());
    items_.pop_back();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::vector<T> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
