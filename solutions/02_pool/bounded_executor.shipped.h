// An executor that never has too much in hand.
//
// A crawler finds links faster than it can load pages. Submit takes them all,
// and the backlog grows until the memory is gone.
//
// Task: no more than `limit` tasks are in flight, which means: submitted, and
//   not yet over. While there are that many, Submit waits; when one is over, it
//   goes on. The future brings the task's value, or the exception it threw.
// Constraints: no data race. Whoever waits sleeps until it can go on. With less
//   than `limit` in flight, Submit does not wait. A task that throws is over
//   like any other, once. Tasks run on the `workers` threads only, side by
//   side. The destructor waits for all tasks. (Tasks do not call Submit: with
//   all places taken, each would wait for another.)
//
// You may need: std::counting_semaphore; or a number, std::mutex and
//   std::condition_variable.
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
    // TODO: How many are in flight by now?
    pool_.Submit([promise, task = std::move(task)] {
      try {
        promise->set_value(task());
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
      // TODO: Somebody may be waiting for this moment.
    });
    return result;
  }

 private:
  [[maybe_unused]] const int limit_;
  Pool pool_;
};

#endif  // RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
