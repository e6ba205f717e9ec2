#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      std::thread([this] { Work(); }).detach();
    }
    running_ = workers;
  }

  ~Pool() {
    {
      std::unique_lock lock(mutex_);
      ending_ = true;
      changed_.notify_all();
      // They have ended, or nearly so.
      changed_.wait(lock, [this] { return running_ == 0; });
    }
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
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) {
        --running_;
        changed_.notify_all();
        return;
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
  int running_ = 0;
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
