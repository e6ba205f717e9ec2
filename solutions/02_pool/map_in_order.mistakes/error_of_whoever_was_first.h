#ifndef RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
#define RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// Given. Runs tasks on its workers, in the order given. Tasks do not throw.
class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~Pool() {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }

  void Run(std::function<void()> task) {
    std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
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
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

inline std::vector<bool> Map(Pool& pool,
                             const std::function<bool(int)>& function,
                             const std::vector<int>& items) {
  std::mutex mutex;
  std::condition_variable all_done;
  std::size_t left = items.size();
  // Not a vector<bool>: its elements share their bytes.
  std::vector<char> results(items.size());
  std::exception_ptr error;
  for (std::size_t i = 0; i < items.size(); ++i) {
    pool.Run([&, i] {
      try {
        results[i] = function(items[i]);
      } catch (...) {
        std::lock_guard lock(mutex);
        if (!error) error = std::current_exception();
      }
      std::lock_guard lock(mutex);
      if (--left == 0) all_done.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  all_done.wait(lock, [&left] { return left == 0; });
  if (error) std::rethrow_exception(error);
  return std::vector<bool>(results.begin(), results.end());
}

// What is given to `yield` is ready. `yield` does not throw.
inline void ImapUnordered(
    Pool& pool, const std::function<bool(int)>& function,
    const std::vector<int>& items,
    const std::function<void(int item, std::future<bool> result)>& yield) {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::pair<int, std::future<bool>>> done;
  for (int item : items) {
    pool.Run([&, item] {
      std::packaged_task<bool()> task([&] { return function(item); });
      task();
      std::lock_guard lock(mutex);
      done.emplace_back(item, task.get_future());
      // Under the lock: without it, the condition might be gone by now.
      changed.notify_one();
    });
  }
  for (std::size_t yields = 0; yields < items.size(); ++yields) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&done] { return !done.empty(); });
    auto [item, result] = std::move(done.front());
    done.pop_front();
    lock.unlock();
    yield(item, std::move(result));
  }
}

#endif  // RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
