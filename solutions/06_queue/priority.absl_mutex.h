#ifndef RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
#define RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_

#include <algorithm>
#include <list>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

template <typename T>
class PriorityQueue {
 public:
  void Put(int priority, T item) {
    absl::MutexLock lock(&mutex_);
    entries_.push_back({priority, std::move(item)});
  }

  T Get() {
    absl::MutexLock lock(&mutex_,
                         absl::Condition(this, &PriorityQueue::HasEntry));
    // The first of those with the lowest number.
    auto first = std::min_element(entries_.begin(), entries_.end(),
                                  [](const Entry& one, const Entry& other) {
                                    return one.priority < other.priority;
                                  });
    T item = std::move(first->item);
    entries_.erase(first);
    return item;
  }

 private:
  struct Entry {
    int priority;
    T item;
  };

  bool HasEntry() const { return !entries_.empty(); }

  absl::Mutex mutex_;
  std::list<Entry> entries_;
};

template <typename T>
class LifoQueue {
 public:
  void Put(T item) {
    absl::MutexLock lock(&mutex_);
    items_.push_back(std::move(item));
  }

  T Get() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &LifoQueue::HasItem));
    T item = std::move(items_.back());
    items_.pop_back();
    return item;
  }

 private:
  bool HasItem() const { return !items_.empty(); }

  absl::Mutex mutex_;
  std::vector<T> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
