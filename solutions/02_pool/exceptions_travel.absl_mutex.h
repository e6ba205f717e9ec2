#ifndef RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_
#define RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_

#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  // Waits for all tasks that were handed in.
  ~Pool() {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
  }

  // Runs function() and then done() on a worker. Returns at once.
  std::future<int> ApplyAsync(
      std::function<int()> function, std::function<void()> done = [] {}) {
    auto promise = std::make_shared<std::promise<int>>();
    absl::MutexLock lock(&mutex_);
    tasks_.push_back([promise, function, done] {
      try {
        promise->set_value(function());
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
      try {
        done();
      } catch (...) {
        // The result is set, and nobody else has asked for anything.
      }
    });
    return promise->get_future();
  }

 private:
  void Work() {
    while (std::function<void()> task = Next()) task();
  }

  // An empty one when the end has come.
  std::function<void()> Next() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Pool::MayGoOn));
    if (tasks_.empty()) return nullptr;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  bool MayGoOn() const { return ending_ || !tasks_.empty(); }

  absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_
