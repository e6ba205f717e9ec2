// Tasks that need the results of other tasks of the same pool.
//
// A task gives away half of its work and waits for it. So do the others, and
// one day all workers wait for tasks that nobody is left to run.
//
// Task: Await brings a task's value or its exception, also when a task of the
//   same pool calls it: with any nesting, even with one worker. A worker that
//   waits in Await runs other tasks of its pool meanwhile, also such as come
//   later, and sleeps when there are none.
// Constraints: no data race. Tasks run on the `workers` threads only: never on
//   a thread from outside (nor on one of another pool), and never on more.
//   Tasks run at the same time, also those that one task has submitted. (While
//   the pool ends there may be fewer workers.) Whoever waits sleeps until it is
//   woken.
//
// You may need: thread_local; std::future::wait_for with no time at all.
#ifndef RACEFREE_LESSONS_02_POOL_NESTED_SUBMIT_H_
#define RACEFREE_LESSONS_02_POOL_NESTED_SUBMIT_H_

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this] { Work(); });
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

  std::future<int> ApplyAsync(std::function<int()> task) {
    std::packaged_task<int()> packaged(std::move(task));
    std::future<int> result = packaged.get_future();
    {
      std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(packaged));
    }
    changed_.notify_one();
    return result;
  }

  // `result` is that of a task of this pool.
  int Await(std::future<int> result) {
    // TODO: If this is a worker, who runs what it waits for?
    return result.get();
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      std::packaged_task<int()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<int()>> tasks_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_NESTED_SUBMIT_H_
