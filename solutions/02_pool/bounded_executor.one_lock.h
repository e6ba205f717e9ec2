#ifndef RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
#define RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

// Queue, workers and limit under one lock, and no pool below.
class BoundedExecutor {
 public:
  // Both are at least 1.
  BoundedExecutor(int workers, int limit) : limit_(limit) {
    for (int i = 0; i < workers; ++i) {
      workers_.emplace_back([this] { Work(); });
    }
  }

  ~BoundedExecutor() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  std::future<int> Submit(std::function<int()> task) {
    std::packaged_task<int()> packaged(std::move(task));
    std::future<int> result = packaged.get_future();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return in_flight_ < limit_; });
    ++in_flight_;
    tasks_.push_back(std::move(packaged));
    changed_.notify_all();
    return result;
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
      --in_flight_;
      changed_.notify_all();
    }
  }

  const int limit_;
  std::mutex mutex_;
  // Woken when a task comes or is over, and at the end.
  std::condition_variable changed_;
  std::deque<std::packaged_task<int()>> tasks_;
  int in_flight_ = 0;
  bool closed_ = false;
  // The last member: its destructor joins, while all the others are there.
  std::vector<std::jthread> workers_;
};

#endif  // RACEFREE_LESSONS_02_POOL_BOUNDED_EXECUTOR_H_
