#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <queue>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back(&Pool::Work, this);
  }

  ~Pool() {
    {
      absl::MutexLock lock(&mutex_);
      // One empty function for each worker: the end.
      for (std::size_t i = 0; i < threads_.size(); ++i) tasks_.emplace();
    }
    for (std::thread& thread : threads_) thread.join();
  }

  // Runs function() on a worker.
  template <typename Function>
  std::future<std::invoke_result_t<Function>> ApplyAsync(Function function) {
    // A std::function has to be copyable, a std::packaged_task is not.
    auto task =
        std::make_shared<std::packaged_task<std::invoke_result_t<Function>()>>(
            std::move(function));
    absl::MutexLock lock(&mutex_);
    tasks_.emplace([task] { (*task)(); });
    return task->get_future();
  }

 private:
  void Work() {
    while (std::function<void()> task = Next()) task();
  }

  std::function<void()> Next() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](std::queue<std::function<void()>>* tasks) {
          return !tasks->empty();
        },
        &tasks_));
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop();
    return task;
  }

  absl::Mutex mutex_;
  std::queue<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
