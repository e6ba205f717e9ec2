#ifndef RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
#define RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_

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

// Given: threads that run what they get, first come, first served.
class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  }

  // Waits for all tasks.
  ~Pool() {
    {
      std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Submit(std::function<void()> task) {
    {
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      task = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

class BoundedExecutor {
 public:
  // Both are at least 1.
  BoundedExecutor(int workers, int limit) : limit_(limit), pool_(workers) {}

  std::future<int> Submit(std::function<int()> task) {
    auto promise = std::make_shared<std::promise<int>>();
    std::future<int> result = promise->get_future();
    {
      std::unique_lock lock(mutex_);
      room_grew_.wait(lock, [this] { return in_flight_ < limit_; });
      ++in_flight_;
    }
    pool_.Submit([this, promise, task = std::move(task)] {
      try {
        promise->set_value(task());
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
      // Comes here either way.
      {
        std::lock_guard lock(mutex_);
        --in_flight_;
      }
      room_grew_.notify_one();
    });
    return result;
  }

 private:
  static inline std::mutex mutex_;
  static inline std::condition_variable room_grew_;
  const int limit_;
  static inline int in_flight_ = 0;
  // Its destructor waits for the tasks, which use all of the above.
  Pool pool_;
};

#endif  // RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
