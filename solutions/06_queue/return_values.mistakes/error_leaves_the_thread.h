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
  Queue<Outcome> outcomes;
  std::vector<std::jthread> threads;
  for (const std::string& key : keys) {
    threads.emplace_back([&] {
      // Nobody is there to catch it.
      outcomes.Put({key, compute(key), nullptr});
    });
  }
  for (std::size_t i = 0; i < keys.size(); ++i) receive(outcomes.Get());
}

#endif  // RACEFREE_LESSONS_06_QUEUE_RETURN_VALUES_H_
