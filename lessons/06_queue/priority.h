// Two queues that do not give out the oldest item first.
//
// In a quiet hour both do what they should. In a busy one an item is given out
// twice, another one never, and now and then the program crashes.
//
// Task: PriorityQueue::Get returns the item with the lowest number; of several
//   with the same number, the one that was put first. LifoQueue::Get returns
//   the item that was put last.
// Constraints: no data race. Get sleeps until there is an item for it; Put
//   never waits for one. Each item is given out once, and each Put lets one Get
//   go on that waits. Items are moved, never copied.
//
// You may need: std::unique_lock, std::condition_variable; std::multimap.
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
    entries_.push_back({priority, std::move(item)});
    not_empty_.notify_one();
  }

  T Get() {
    // TODO: Whose are the entries while they are being sorted?
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& one, const Entry& other) {
                       return one.priority < other.priority;
                     });
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !entries_.empty(); });
    T item = std::move(entries_.front().item);
    entries_.erase(entries_.begin());
    return item;
  }

 private:
  struct Entry {
    int priority;
    T item;
  };

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::vector<Entry> entries_;
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
    AwaitItem();
    // TODO: Is it still there?
    T item = std::move(items_.back());
    items_.pop_back();
    return item;
  }

 private:
  void AwaitItem() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::vector<T> items_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PRIORITY_H_
