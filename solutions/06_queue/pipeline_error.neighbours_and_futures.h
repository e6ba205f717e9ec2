#ifndef RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_
#define RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

using Item = std::unique_ptr<int>;
// The next item; null at the end.
using Source = std::function<Item()>;
// Never null.
using Stage = std::function<Item(Item)>;

class Queue {
 public:
  explicit Queue(std::size_t capacity) : capacity_(capacity) {}

  // Waits while the queue is full. False, without an effect, when nobody will
  // get anything any more.
  bool Put(Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return left_ || items_.size() < capacity_; });
    if (left_) return false;
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  // Waits for an item. Null, when the queue is closed and empty.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return nullptr;
    Item item = std::move(items_.front());
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

  // Nothing will be put any more.
  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // Nothing will be got any more.
  void Leave() {
    std::lock_guard lock(mutex_);
    left_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  bool closed_ = false;
  bool left_ = false;
};

// Sends all items of the source through the stages, of which there is at least
// one; returns what comes out at the end.
inline std::vector<Item> RunPipeline(const Source& source,
                                     const std::vector<Stage>& stages,
                                     std::size_t capacity) {
  // One queue before each stage, and one for what is done. A deque, because a
  // Queue cannot be moved.
  std::deque<Queue> queues;
  for (std::size_t i = 0; i <= stages.size(); ++i) {
    queues.emplace_back(capacity);
  }
  // Each thread, on every way out, tells its two neighbours that it is gone.
  // They end in their turn, and tell theirs.
  struct Ends {
    Queue* in;
    Queue* out;
    ~Ends() {
      if (in != nullptr) in->Leave();
      out->Close();
    }
  };
  std::vector<std::future<void>> threads;
  threads.push_back(std::async(std::launch::async, [&] {
    Ends ends{nullptr, &queues.front()};
    while (Item item = source()) {
      if (!queues.front().Put(std::move(item))) return;
    }
  }));
  for (std::size_t i = 0; i < stages.size(); ++i) {
    threads.push_back(std::async(std::launch::async, [&, i] {
      Ends ends{&queues[i], &queues[i + 1]};
      while (Item item = queues[i].Get()) {
        if (!queues[i + 1].Put(stages[i](std::move(item)))) return;
      }
    }));
  }
  std::vector<Item> results;
  while (Item item = queues.back().Get()) results.push_back(std::move(item));
  for (std::future<void>& thread : threads) thread.wait();
  // A future keeps the exception of its function.
  for (std::future<void>& thread : threads) thread.get();
  return results;
}

#endif  // RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_
