// What a thread has worked out, and how it gets back.
//
// A thread returns nothing. So each one adds its outcome to a list that all of
// them share. Most days the list is complete.
//
// Task: ComputeAll calls compute(key) for each key, on a thread of its own, all
//   at the same time. It hands each outcome to `receive`, on the calling thread
//   and as soon as it is there: the key, with the value or what `compute`
//   threw.
// Constraints: no data race. One outcome for each key, even for equal ones. It
//   sleeps while it waits. If `receive` throws, that passes on, and `receive`
//   is not called again. When ComputeAll is over, all its threads have ended.
//
// You may need: Queue, below; std::current_exception; std::jthread.
#ifndef RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
#define RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <utility>
#include <vector>

// Given, and right. Get waits until there is an item.
template <typename T>
class Queue {
 public:
  void Put(T item) {
    std::lock_guard lock(mutex_);
    items_.push(std::move(item));
    not_empty_.notify_one();
  }

  T Get() {
    std::unique_lock lock(mutex_);
    not_empty_.wait(lock, [this] { return !items_.empty(); });
    T item = std::move(items_.front());
    items_.pop();
    return item;
  }

 private:
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::queue<T> items_;
};

struct Outcome {
  std::string key;
  int value = 0;
  // What was thrown, if there is no value.
  std::exception_ptr error = nullptr;
};

using Compute = std::function<int(const std::string& key)>;
using Receive = std::function<void(const Outcome& outcome)>;

inline void ComputeAll(const std::vector<std::string>& keys,
                       const Compute& compute, const Receive& receive) {
  std::vector<Outcome> outcomes;
  outcomes.reserve(keys.size());
  Queue<std::string> arrivals;  // The key of each outcome in the list.
  std::vector<std::jthread> threads;
  for (const std::string& key : keys) {
    threads.emplace_back([&] {
      Outcome outcome{key};
      try {
        outcome.value = compute(key);
      } catch (...) {
        outcome.error = std::current_exception();
      }
      // TODO: Who else uses this list just now?
      outcomes.push_back(outcome);
      arrivals.Put(key);
    });
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    arrivals.Get();
    // TODO: The same question.
    receive(outcomes[i]);
  }
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
