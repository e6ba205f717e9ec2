// Waiting for some of many tasks, as with Python's concurrent.futures.
//
// Whoever waits here asks each future over and over, and keeps a processor busy
// with that. And Cancel says yes even when the task is half done.
//
// Task: Wait sleeps until the first future is done, the first has failed, or
//   all are done, as it is told; without failures also kFirstException waits
//   for all. AsCompleted calls yield(index) on the calling thread, once for
//   each future, as soon as it is done; it sleeps in between. yield may use the
//   executor and wait for its tasks. Cancel returns true if the task will never
//   run: then the future is done at once (and all who wait for it know), Get
//   throws Cancelled, and that is no failure. It returns false, and does
//   nothing, if the task runs or has run.
// Constraints: no asking in a loop, neither with pauses nor without. All of it
//   may be called by several threads at the same time. No data race.
// You may need: std::condition_variable, std::exception_ptr.
#ifndef RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
#define RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_

#include <atomic>
#include <chrono>
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

enum class ReturnWhen { kFirstCompleted, kFirstException, kAllCompleted };

struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

// The result of a task. Copies stand for the same task. It is not used any more
// when its executor is gone.
class Future {
 public:
  // Whether it has a result, has failed or is cancelled.
  bool Done() const {
    return state_->result.wait_for(std::chrono::seconds(0)) ==
           std::future_status::ready;
  }

  // Waits until it is done. Throws what the task threw.
  int Get() const { return std::shared_future<int>(state_->result).get(); }

  bool Cancel() {
    // TODO: And if the task has begun? And if nobody takes it for a while?
    state_->cancelled = true;
    return true;
  }

 private:
  friend class Executor;

  struct State {
    std::function<int()> function;
    std::promise<int> promise;
    std::shared_future<int> result = promise.get_future().share();
    std::atomic<bool> cancelled = false;
  };

  std::shared_ptr<State> state_ = std::make_shared<State>();
};

class Executor {
 public:
  explicit Executor(int workers) {
    for (int i = 0; i < workers; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }

  // Waits for all tasks that were handed in.
  ~Executor() {
    std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }

  Future Submit(std::function<int()> function) {
    Future future;
    future.state_->function = std::move(function);
    std::lock_guard lock(mutex_);
    tasks_.push_back(future);
    changed_.notify_one();
    return future;
  }

  // For futures of this executor. Returns the indices of those that are done,
  // in ascending order.
  std::vector<int> Wait(const std::vector<Future>& futures, ReturnWhen when) {
    while (true) {
      std::vector<int> done;
      bool failed = false;
      for (std::size_t i = 0; i < futures.size(); ++i) {
        if (!futures[i].Done()) continue;
        done.push_back(static_cast<int>(i));
        failed = failed || Failed(futures[i]);
      }
      if (done.size() == futures.size()) return done;
      if (when == ReturnWhen::kFirstCompleted && !done.empty()) return done;
      if (when == ReturnWhen::kFirstException && failed) return done;
      // TODO: Who says when it is worth asking again?
      std::this_thread::yield();
    }
  }

  // For futures of this executor.
  void AsCompleted(const std::vector<Future>& futures,
                   const std::function<void(int index)>& yield) {
    std::vector<bool> yielded(futures.size());
    std::size_t yields = 0;
    while (yields < futures.size()) {
      for (std::size_t i = 0; i < futures.size(); ++i) {
        // TODO: The same question.
        if (yielded[i] || !futures[i].Done()) continue;
        yielded[i] = true;
        ++yields;
        yield(static_cast<int>(i));
      }
    }
  }

 private:
  static bool Failed(const Future& future) {
    try {
      future.Get();
      return false;
    } catch (const Cancelled&) {
      return false;
    } catch (...) {
      return true;
    }
  }

  static void Run(Future::State& task) {
    try {
      if (task.cancelled) throw Cancelled();
      task.promise.set_value(task.function());
    } catch (...) {
      task.promise.set_exception(std::current_exception());
    }
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      Future task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      Run(*task.state_);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Future> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
