#ifndef RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_
#define RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

class Pool {
 public:
  explicit Pool(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  ~Pool() {
    Close();
    Join();
  }

  // Any thread may call it, also a task. Tasks do not throw.
  void ApplyAsync(std::function<void()> task) {
    std::lock_guard lock(mutex_);
    if (closed_) throw std::logic_error("ApplyAsync after Close");
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }

  // Any thread may call it, also a task.
  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // Called by one thread at a time, and not by a task.
  void Join() {
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      // Closed, and everything that had been taken in is taken out again.
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
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_
