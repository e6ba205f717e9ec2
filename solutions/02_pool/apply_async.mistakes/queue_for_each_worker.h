#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

class Pool {
 public:
  explicit Pool(int workers) : tasks_(workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this, i] { Work(tasks_[i]); });
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
      // In turn, whether that worker is busy or not.
      tasks_[next_].emplace_back(std::move(task));
      next_ = (next_ + 1) % tasks_.size();
    }
    changed_.notify_all();
    return result;
  }

 private:
  void Work(std::deque<std::packaged_task<void()>>& tasks) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return ending_ || !tasks.empty(); });
      if (tasks.empty()) return;
      std::packaged_task<void()> task = std::move(tasks.front());
      tasks.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::deque<std::packaged_task<void()>>> tasks_;
  std::size_t next_ = 0;
  bool ending_ = false;
  // Last, so that the threads end before what they use does.
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
