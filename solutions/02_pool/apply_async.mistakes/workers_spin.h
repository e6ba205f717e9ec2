#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~Pool() {
    {
      std::lock_guard lock(mutex_);
      ending_ = true;
    }
    changed_.notify_all();
    // The jthreads join.
  }

  // Runs function() on a worker.
  template <typename Function>
  std::future<std::invoke_result_t<Function>> ApplyAsync(Function function) {
    std::packaged_task<std::invoke_result_t<Function>()> task(
        std::move(function));
    std::future<std::invoke_result_t<Function>> result = task.get_future();
    {
      std::lock_guard lock(mutex_);
      tasks_.emplace_back(std::move(task));
    }
    changed_.notify_one();
    return result;
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (tasks_.empty()) {
        if (ending_) return;
        // Gives the processor away, and takes it again at once.
        lock.unlock();
        std::this_thread::yield();
        lock.lock();
        continue;
      }
      std::packaged_task<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<void()>> tasks_;
  bool ending_ = false;
  // Last, so that the threads end before what they use does.
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
