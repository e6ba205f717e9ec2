#ifndef RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
#define RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

template <typename T>
class PriorityQueue {
 public:
  void Put(int priority, T item) {
    std::lock_guard lock(mutex_);
    items_.emplace(priority, std::move(item));
    not_empty_.notify_one();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    T item = std::move(items_.begin()->second);
    items_.erase(items_.begin());
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::multimap<int, T, std::greater<>> items_;
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
