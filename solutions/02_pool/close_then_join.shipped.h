// Ending a pool, as Python's close() and then join().
//
// In the evening the pool is closed and joined. Some of the tasks that it had
// taken in are never done, and nobody is told.
//
// Task: every task that ApplyAsync takes in is run by a worker, once. From
//   Close on, ApplyAsync throws std::logic_error instead. Join returns when all
//   that was taken in is done; before Close, it throws std::logic_error and
//   changes nothing. The destructor closes and joins where nobody has.
// Constraints: also a task that comes while another thread calls Close is
//   either run or refused. Close does not wait for tasks. Join sleeps until it
//   is woken; where it throws, it waits for nothing. To close or to join once
//   more does no harm. No data race.
//
// You may need: std::condition_variable; std::logic_error.
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
    // TODO: And if the pool is closed?
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
    // TODO: Who forgets to close has made a mistake, and wants to know it.
    Close();
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return closed_ || !tasks_.empty(); });
      // TODO: Is there really nothing left to do?
      if (closed_) return;
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
