#ifndef RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_
#define RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  // Waits for all tasks that were handed in.
  ~Pool() {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }

  // Runs function() and then done() on a worker. Returns at once.
  std::future<int> ApplyAsync(
      std::function<int()> function, std::function<void()> done = [] {}) {
    auto promise = std::make_shared<std::promise<int>>();
    std::lock_guard lock(mutex_);
    tasks_.push_back([this, promise, function, done] {
      try {
        promise->set_value(function());
      } catch (...) {
        {
          std::lock_guard lock(mutex_);
          error_ = std::current_exception();
        }
        SetError(*promise);
      }
      try {
        done();
      } catch (...) {
        // The result is set, and nobody else has asked for anything.
      }
    });
    changed_.notify_one();
    return promise->get_future();
  }

 private:
  // Each access holds the lock. But another task may have failed in between.
  void SetError(std::promise<int>& promise) {
    std::lock_guard lock(mutex_);
    promise.set_exception(std::move(error_));
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      // Whatever the task has captured goes with it.
      task = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool ending_ = false;
  std::exception_ptr error_;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_
