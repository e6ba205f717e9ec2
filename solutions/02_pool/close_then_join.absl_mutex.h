#ifndef RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_
#define RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_

#include <deque>
#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

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
    absl::MutexLock lock(&mutex_);
    if (closed_) throw std::logic_error("ApplyAsync after Close");
    tasks_.push_back(std::move(task));
  }

  // Any thread may call it, also a task.
  void Close() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

  // Called by one thread at a time, and not by a task.
  void Join() {
    {
      absl::MutexLock lock(&mutex_);
      if (!closed_) throw std::logic_error("Join before Close");
    }
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  void Work() {
    while (std::function<void()> task = Next()) task();
  }

  // An empty one when the pool is closed and has nothing left to do.
  std::function<void()> Next() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Pool::MayGoOn));
    if (tasks_.empty()) return nullptr;
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  bool MayGoOn() const { return closed_ || !tasks_.empty(); }

  absl::Mutex mutex_;
  std::deque<std::function<void()>> tasks_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_CLOSE_THEN_JOIN_H_
