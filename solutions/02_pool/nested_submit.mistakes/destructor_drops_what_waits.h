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
    // To all: whoever wakes may be one whose result has just come, and go.
    changed_.notify_all();
    return result;
  }

  // `result` is that of a task of this pool.
  int Await(std::future<int> result) {
    if (pool_of_this_thread_ == this) {
      RunTasksUntil([&result] {
        return result.wait_for(std::chrono::seconds(0)) ==
               std::future_status::ready;
      });
    }
    return result.get();
  }

 private:
  void Work() {
    pool_of_this_thread_ = this;
    RunTasksUntil([this] { return closed_; });
  }

  // `done` is called with the lock held.
  void RunTasksUntil(const std::function<bool()>& done) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return done() || !tasks_.empty(); });
      if (done()) return;
      std::packaged_task<int()> task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
      // Somebody may be waiting for just this result.
      changed_.notify_all();
    }
  }

  // Of which pool this thread is a worker.
  inline static thread_local Pool* pool_of_this_thread_ = nullptr;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::packaged_task<int()>> tasks_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_NESTED_SUBMIT_H_
