#ifndef RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_
#define RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

// A queue with a bound and an end. It knows how many will put something.
class Queue {
 public:
  Queue(std::size_t capacity, int producers)
      : capacity_(capacity), producers_(producers) {}

  void Put(int item) {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasRoom));
    items_.push_back(item);
  }

  std::optional<int> Get() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasItemOrEnded));
    if (items_.empty()) return std::nullopt;
    int item = items_.front();
    items_.pop_front();
    return item;
  }

  // One of the producers will put nothing more.
  void ProducerIsDone() {
    absl::MutexLock lock(&mutex_);
    --producers_;
  }

 private:
  bool HasRoom() const { return items_.size() < capacity_; }
  bool HasItemOrEnded() const { return !items_.empty() || producers_ == 0; }

  const std::size_t capacity_;
  absl::Mutex mutex_;
  std::deque<int> items_;
  int producers_;
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
    queues_.emplace_back(capacity, 1);
    for (const Stage& stage : stages) {
      queues_.emplace_back(capacity, stage.workers);
    }
    for (std::size_t i = 0; i < stages.size(); ++i) {
      for (int worker = 0; worker < stages[i].workers; ++worker) {
        threads_.emplace_back([this, i, work = stages[i].work] {
          Work(work, queues_[i], queues_[i + 1]);
        });
      }
    }
  }

  void Put(int item) { queues_.front().Put(item); }

  // Nothing will be put any more. To be called before the pipeline is
  // destroyed; and then Get, until nothing comes.
  void Close() { queues_.front().ProducerIsDone(); }

  // Waits for an item that is done. Nothing, when there will be none.
  std::optional<int> Get() { return queues_.back().Get(); }

 private:
  void Work(const std::function<int(int)>& work, Queue& in, Queue& out) {
    while (std::optional<int> item = in.Get()) out.Put(work(*item));
    out.ProducerIsDone();
  }

  // A deque, because a Queue cannot be moved.
  std::deque<Queue> queues_;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_06_QUEUE_PIPELINE_H_
