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
    // The parameter is gone when ApplyAsync has returned.
    std::packaged_task<std::invoke_result_t<Function>()> task(
        [&function] { return function(); });
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
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
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
