#ifndef RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_
#define RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
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

  // Waits while the queue is full. False, without an effect, when the pipeline
  // has failed.
  bool Put(Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return failed_ || items_.size() < capacity_; });
    if (failed_) return false;
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }

  // Waits for an item. Null, when the queue is closed and empty, or the
  // pipeline has failed.
  Item Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return failed_ || closed_ || !items_.empty(); });
    if (failed_ || items_.empty()) return nullptr;
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

  // The pipeline has failed: nobody shall wait here any more.
  void Fail() {
    std::lock_guard lock(mutex_);
    failed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Item> items_;
  bool closed_ = false;
  bool failed_ = false;
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
  std::mutex error_mutex;
  std::exception_ptr error;
  auto fail = [&] {
    {
      std::lock_guard lock(error_mutex);
      if (!error) error = std::current_exception();
    }
    // Wakes all: those before this stage and those behind it.
    for (Queue& queue : queues) queue.Fail();
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    try {
      while (Item item = source()) {
        if (!queues.front().Put(std::move(item))) return;
      }
      queues.front().Close();
    } catch (...) {
      fail();
    }
  });
  for (std::size_t i = 0; i < stages.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        while (Item item = queues[i].Get()) {
          if (!queues[i + 1].Put(stages[i](std::move(item)))) return;
        }
        queues[i + 1].Close();
      } catch (...) {
        fail();
      }
    });
  }
  std::vector<Item> results;
  while (Item item = queues.back().Get()) results.push_back(std::move(item));
  if (error) std::rethrow_exception(error);
  for (std::thread& thread : threads) thread.join();
  return results;
}

#endif  // RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_
