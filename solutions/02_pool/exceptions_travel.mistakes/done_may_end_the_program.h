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
    tasks_.push_back([promise, function, done] {
      try {
        promise->set_value(function());
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
      done();
    });
    changed_.notify_one();
    return promise->get_future();
  }

 private:
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
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_EXCEPTIONS_TRAVEL_H_
