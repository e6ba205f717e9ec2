#ifndef RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
#define RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <forward_list>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

template <typename T>
class PriorityQueue {
 public:
  void Put(int priority, T item) {
    {
      std::lock_guard lock(mutex_);
      heap_.push_back({priority, puts_++, std::move(item)});
      std::push_heap(heap_.begin(), heap_.end(), ComesLater);
    }
    not_empty_.notify_all();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    while (heap_.empty()) not_empty_.wait(lock);
    std::pop_heap(heap_.begin(), heap_.end(), ComesLater);
    T item = std::move(heap_.back().item);
    heap_.pop_back();
    return item;
  }

 private:
  struct Entry {
    int priority;
    // How many were put before.
    int64_t number;
    T item;
  };

  static bool ComesLater(const Entry& one, const Entry& other) {
    return std::tie(one.priority, one.number) >
           std::tie(other.priority, other.number);
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::vector<Entry> heap_;
  int64_t puts_ = 0;
};

template <typename T>
class LifoQueue {
 public:
  void Put(T item) {
    // Made before the lock is taken; with the lock held it is only hung in.
    std::forward_list<T> node;
    node.push_front(std::move(item));
    {
      std::lock_guard lock(mutex_);
      items_.splice_after(items_.before_begin(), node);
    }
    not_empty_.notify_all();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    while (items_.empty()) not_empty_.wait(lock);
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::forward_list<T> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
