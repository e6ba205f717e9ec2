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

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"

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
  absl::BlockingCounter left(static_cast<int>(items.size()));
  // Not a vector<bool>: its elements share their bytes.
  std::vector<char> results(items.size());
  std::vector<std::exception_ptr> errors(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    pool.Run([&, i] {
      try {
        results[i] = function(items[i]);
      } catch (...) {
        errors[i] = std::current_exception();
      }
      left.DecrementCount();
    });
  }
  left.Wait();
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
  return std::vector<bool>(results.begin(), results.end());
}

// What is given to `yield` is ready. `yield` does not throw.
inline void ImapUnordered(
    Pool& pool, const std::function<bool(int)>& function,
    const std::vector<int>& items,
    const std::function<void(int item, std::future<bool> result)>& yield) {
  struct State {
    absl::Mutex mutex;
    std::deque<std::size_t> done;
  };
  // Owned by whoever comes last.
  auto state = std::make_shared<State>();
  std::vector<std::future<bool>> results(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto task = std::make_shared<std::packaged_task<bool()>>(
        [&function, item = items[i]] { return function(item); });
    results[i] = task->get_future();
    pool.Run([task, state, i] {
      (*task)();
      absl::MutexLock lock(&state->mutex);
      state->done.push_back(i);
    });
  }
  for (std::size_t yields = 0; yields < items.size(); ++yields) {
    state->mutex.LockWhen(absl::Condition(
        +[](std::deque<std::size_t>* done) { return !done->empty(); },
        &state->done));
    const std::size_t i = state->done.front();
    state->done.pop_front();
    state->mutex.Unlock();
    yield(items[i], std::move(results[i]));
  }
}

#endif  // RACEFREE_LESSONS_02_POOL_MAP_IN_ORDER_H_
