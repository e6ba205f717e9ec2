#ifndef RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
#define RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
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
  std::vector<std::future<bool>> done;
  for (int item : items) {
    auto task = std::make_shared<std::packaged_task<bool()>>(
        [&function, item] { return function(item); });
    done.push_back(task->get_future());
    pool.Run([task] { (*task)(); });
  }
  // Before anything is thrown, or the tasks would use what is gone.
  for (const std::future<bool>& result : done) result.wait();
  std::vector<bool> results;
  for (std::future<bool>& result : done) results.push_back(result.get());
  return results;
}

// What is given to `yield` is ready. `yield` does not throw.
inline void ImapUnordered(
    Pool& pool, const std::function<bool(int)>& function,
    const std::vector<int>& items,
    const std::function<void(int item, std::future<bool> result)>& yield) {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t yields = 0;
  for (int item : items) {
    pool.Run([&, item] {
      std::packaged_task<bool()> task([&] { return function(item); });
      task();
      std::lock_guard lock(mutex);
      // Nothing can come sooner than this.
      yield(item, task.get_future());
      ++yields;
      // Under the lock: without it, the condition might be gone by now.
      changed.notify_one();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return yields == items.size(); });
}

#endif  // RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
