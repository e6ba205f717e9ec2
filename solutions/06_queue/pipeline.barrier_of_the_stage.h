#ifndef RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_
#define RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

// Given: a queue with a bound and an end.
class Queue {
 public:
  explicit Queue(std::size_t capacity) : capacity_(capacity) {}

  // Waits while the queue is full. After Close it throws.
  void Put(int item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [this] { return closed_ || items_.size() < capacity_; });
    if (closed_) throw std::logic_error("Put after Close");
    items_.push_back(item);
    changed_.notify_all();
  }

  // Waits for an item. Nothing, when the queue is closed and empty.
  std::optional<int> Get() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !items_.empty(); });
    if (items_.empty()) return std::nullopt;
    int item = items_.front();
    items_.pop_front();
    changed_.notify_all();
    return item;
  }

  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> items_;
  bool closed_ = false;
};

// What is done to each item, and by how many threads.
struct Stage {
  std::function<int(int)> work;
  int workers = 1;
};

class Pipeline {
 public:
  // At least one stage.
  Pipeline(const std::vector<Stage>& stages, std::size_t capacity) {
    // One queue before each stage, and one for what is done.
    for (std::size_t i = 0; i <= stages.size(); ++i) {
      queues_.emplace_back(capacity);
    }
    for (std::size_t i = 0; i < stages.size(); ++i) {
      at_end_.push_back(std::make_unique<std::latch>(stages[i].workers));
    }
    for (std::size_t i = 0; i < stages.size(); ++i) {
      for (int worker = 0; worker < stages[i].workers; ++worker) {
        threads_.emplace_back(
            [this, i, work = stages[i].work] { Work(work, i); });
      }
    }
  }

  void Put(int item) { queues_.front().Put(item); }

  // Nothing will be put any more. To be called before the pipeline is
  // destroyed; and then Get, until nothing comes.
  void Close() { queues_.front().Close(); }

  // Waits for an item that is done. Nothing, when there will be none.
  std::optional<int> Get() { return queues_.back().Get(); }

 private:
  void Work(const std::function<int(int)>& work, std::size_t stage) {
    Queue& in = queues_[stage];
    Queue& out = queues_[stage + 1];
    while (std::optional<int> item = in.Get()) out.Put(work(*item));
    // All wait for all, then each closes: once more does no harm.
    at_end_[stage]->arrive_and_wait();
    out.Close();
  }

  // A deque, because a Queue cannot be moved.
  std::deque<Queue> queues_;
  // Where the workers of each stage meet when they have put their last item.
  std::vector<std::unique_ptr<std::latch>> at_end_;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_
