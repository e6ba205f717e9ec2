// A pool of workers, as Python's Pool(5) with apply_async.
//
// It gives every result to whoever asked for it. But a thousand tasks make it
// start a thousand threads, and all the machine does is switch between them.
//
// Task: a Pool runs all tasks on `workers` threads. ApplyAsync hands it a task
//   and returns at once, with a future of the result, which may be void. The
//   destructor waits for all tasks that were handed in, and ends the threads:
//   at once those that have nothing to do.
// Constraints: tasks are begun in the order given, by whichever worker is free,
//   as many at once as there are workers; never on the calling thread. Idle
//   workers sleep; they neither spin nor look again from time to time. Any
//   thread, also a task, may call ApplyAsync. No data race.
//
// You may need: std::condition_variable; std::packaged_task<void()>, which can
//   hold any other std::packaged_task.
#ifndef RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
#define RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_

#include <future>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

class Pool {
 public:
  // TODO: Nobody looks at `workers`. You may start the threads here, or later,
  // when there is work for them.
  explicit Pool(int workers) : workers_(workers) {}

  // Runs function() on a worker.
  template <typename Function>
  std::future<std::invoke_result_t<Function>> ApplyAsync(Function function) {
    std::packaged_task<std::invoke_result_t<Function>()> task(
        std::move(function));
    std::future<std::invoke_result_t<Function>> result = task.get_future();
    std::lock_guard lock(mutex_);
    // TODO: One more thread.
    threads_.emplace_back(std::move(task));
    return result;
  }

 private:
  const int workers_;
  std::mutex mutex_;
  // A std::jthread joins in its destructor.
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_APPLY_ASYNC_H_
