#ifndef RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
#define RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
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
    std::lock_guard lock(state_->shared->mutex);
    return state_->Done();
  }

  // Waits until it is done. Throws what the task threw.
  int Get() const {
    std::unique_lock lock(state_->shared->mutex);
    state_->shared->done.wait(lock, [this] { return state_->Done(); });
    if (state_->error) std::rethrow_exception(state_->error);
    return state_->value;
  }

  bool Cancel() {
    std::lock_guard lock(state_->shared->mutex);
    if (state_->status == Status::kWaiting) {
      state_->status = Status::kCancelled;
      state_->error = std::make_exception_ptr(Cancelled());
      state_->shared->done.notify_all();
    }
    return state_->status == Status::kCancelled;
  }

 private:
  friend class Executor;

  enum class Status { kWaiting, kRunning, kFinished, kFailed, kCancelled };

  // What the futures of one executor have in common.
  struct Shared {
    std::mutex mutex;
    // Some task is done.
    std::condition_variable done;
  };

  struct State {
    bool Done() const {
      return status != Status::kWaiting && status != Status::kRunning;
    }

    std::function<int()> function;
    std::shared_ptr<Shared> shared;
    // Guarded by the mutex.
    Status status = Status::kWaiting;
    int value = 0;
    std::exception_ptr error;
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
    std::lock_guard lock(shared_->mutex);
    ending_ = true;
    changed_.notify_all();
  }

  Future Submit(std::function<int()> function) {
    Future future;
    future.state_->function = std::move(function);
    future.state_->shared = shared_;
    std::lock_guard lock(shared_->mutex);
    tasks_.push_back(future);
    changed_.notify_one();
    return future;
  }

  // For futures of this executor. Returns the indices of those that are done,
  // in ascending order.
  std::vector<int> Wait(const std::vector<Future>& futures, ReturnWhen when) {
    std::unique_lock lock(shared_->mutex);
    shared_->done.wait(lock, [&] { return IsEnough(futures, when); });
    std::vector<int> done;
    for (std::size_t i = 0; i < futures.size(); ++i) {
      if (futures[i].state_->Done()) done.push_back(static_cast<int>(i));
    }
    return done;
  }

  // For futures of this executor.
  void AsCompleted(const std::vector<Future>& futures,
                   const std::function<void(int index)>& yield) {
    std::vector<bool> yielded(futures.size());
    for (std::size_t yields = 0; yields < futures.size(); ++yields) {
      std::size_t next = 0;
      auto find_next = [&] {
        for (next = 0; next < futures.size(); ++next) {
          if (!yielded[next] && futures[next].state_->Done()) return true;
        }
        return false;
      };
      std::unique_lock lock(shared_->mutex);
      shared_->done.wait(lock, find_next);
      yielded[next] = true;
      yield(static_cast<int>(next));
    }
  }

 private:
  using Status = Future::Status;

  static bool IsEnough(const std::vector<Future>& futures, ReturnWhen when) {
    std::size_t done = 0;
    bool failed = false;
    for (const Future& future : futures) {
      if (future.state_->Done()) ++done;
      if (future.state_->status == Status::kFailed) failed = true;
    }
    if (when == ReturnWhen::kFirstCompleted && done > 0) return true;
    if (when == ReturnWhen::kFirstException && failed) return true;
    return done == futures.size();
  }

  void Work() {
    std::unique_lock lock(shared_->mutex);
    while (true) {
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const Future task = std::move(tasks_.front());
      tasks_.pop_front();
      Future::State& state = *task.state_;
      if (state.status != Status::kWaiting) continue;
      state.status = Status::kRunning;
      lock.unlock();
      int value = 0;
      std::exception_ptr error;
      try {
        value = state.function();
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      state.value = value;
      state.error = error;
      state.status = error ? Status::kFailed : Status::kFinished;
      shared_->done.notify_all();
    }
  }

  const std::shared_ptr<Future::Shared> shared_ =
      std::make_shared<Future::Shared>();
  // There is a task, or the end has come.
  std::condition_variable changed_;
  std::deque<Future> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
