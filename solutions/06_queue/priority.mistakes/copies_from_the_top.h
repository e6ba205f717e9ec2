#ifndef RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
#define RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_

#include <condition_variable>
#include <mutex>
#include <queue>
#include <tuple>
#include <utility>
#include <vector>

template <typename T>
class PriorityQueue {
 public:
  void Put(int priority, T item) {
    std::lock_guard lock(mutex_);
    heap_.push({priority, puts_++, std::move(item)});
    not_empty_.notify_one();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !heap_.empty(); });
    // top() is const: what is moved from it is copied.
    T item = std::move(heap_.top().item);
    heap_.pop();
    return item;
  }

 private:
  struct Entry {
    bool operator<(const Entry& other) const {
      return std::tie(priority, number) >
             std::tie(other.priority, other.number);
    }
    int priority;
    int number;
    T item;
  };

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::priority_queue<Entry> heap_;
  int puts_ = 0;
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
