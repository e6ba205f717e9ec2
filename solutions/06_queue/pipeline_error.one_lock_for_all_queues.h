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

// All queues of a pipeline, and what went wrong, under one lock.
class Belt {
 public:
  Belt(std::size_t queues, std::size_t capacity)
      : capacity_(capacity), queues_(queues), closed_(queues) {}

  // Throws Stopped when the pipeline has failed; waits for room.
  void Put(std::size_t queue, Item item) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock,
                  [&] { return error_ || queues_[queue].size() < capacity_; });
    if (error_) throw Stopped();
    queues_[queue].push_back(std::move(item));
    changed_.notify_all();
  }

  // Throws Stopped when the pipeline has failed; waits for an item or the end.
  Item Get(std::size_t queue) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return error_ || closed_[queue] || !queues_[queue].empty();
    });
    if (error_) throw Stopped();
    if (queues_[queue].empty()) return nullptr;
    Item item = std::move(queues_[queue].front());
    queues_[queue].pop_front();
    changed_.notify_all();
    return item;
  }

  void Close(std::size_t queue) {
    std::lock_guard lock(mutex_);
    closed_[queue] = true;
    changed_.notify_all();
  }

  // Runs one thread's part. Its exception is the pipeline's.
  void Run(const std::function<void()>& part) {
    try {
      part();
    } catch (const Stopped&) {
      // Another one has failed.
    } catch (...) {
      std::lock_guard lock(mutex_);
      error_ = std::current_exception();
      changed_.notify_all();
    }
  }

  std::exception_ptr error() {
    std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  struct Stopped {};

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::deque<Item>> queues_;
  std::vector<bool> closed_;
  std::exception_ptr error_;
};

// Sends all items of the source through the stages, of which there is at least
// one; returns what comes out at the end.
inline std::vector<Item> RunPipeline(const Source& source,
                                     const std::vector<Stage>& stages,
                                     std::size_t capacity) {
  Belt belt(stages.size() + 1, capacity);
  std::vector<Item> results;
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      belt.Run([&] {
        while (Item item = source()) belt.Put(0, std::move(item));
        belt.Close(0);
      });
    });
    for (std::size_t i = 0; i < stages.size(); ++i) {
      threads.emplace_back([&, i] {
        belt.Run([&] {
          while (Item item = belt.Get(i)) {
            belt.Put(i + 1, stages[i](std::move(item)));
          }
          belt.Close(i + 1);
        });
      });
    }
    belt.Run([&] {
      while (Item item = belt.Get(stages.size())) {
        results.push_back(std::move(item));
      }
    });
  }
  if (std::exception_ptr error = belt.error()) std::rethrow_exception(error);
  return results;
}

#endif  // RACEFREE_LESSONS_06_QUEUE_PIPELINE_ERROR_H_
