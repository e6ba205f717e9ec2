#ifndef RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
#define RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

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
    absl::MutexLock lock(&state_->shared->mutex);
    return state_->Done();
  }

  // Waits until it is done. Throws what the task threw.
  int Get() const {
    absl::MutexLock lock(&state_->shared->mutex);
    state_->shared->mutex.Await(absl::Condition(state_.get(), &State::Done));
    if (state_->error) std::rethrow_exception(state_->error);
    return state_->value;
  }

  bool Cancel() {
    absl::MutexLock lock(&state_->shared->mutex);
    if (state_->status == Status::kWaiting) {
      state_->status = Status::kCancelled;
      state_->error = std::make_exception_ptr(Cancelled());
    }
    return state_->status == Status::kCancelled;
  }

 private:
  friend class Executor;

  enum class Status { kWaiting, kRunning, kFinished, kFailed, kCancelled };

  // What the futures of one executor have in common.
  struct Shared {
    absl::Mutex mutex;
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
    absl::MutexLock lock(&shared_->mutex);
    ending_ = true;
  }

  Future Submit(std::function<int()> function) {
    Future future;
    future.state_->function = std::move(function);
    future.state_->shared = shared_;
    absl::MutexLock lock(&shared_->mutex);
    tasks_.push_back(future);
    return future;
  }

  // For futures of this executor. Returns the indices of those that are done,
  // in ascending order.
  std::vector<int> Wait(const std::vector<Future>& futures, ReturnWhen when) {
    auto is_enough = [&] { return IsEnough(futures, when); };
    absl::MutexLock lock(&shared_->mutex, absl::Condition(&is_enough));
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
      shared_->mutex.LockWhen(absl::Condition(&find_next));
      shared_->mutex.Unlock();
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
    auto may_go_on = [this] { return ending_ || !tasks_.empty(); };
    while (true) {
      shared_->mutex.LockWhen(absl::Condition(&may_go_on));
      if (tasks_.empty()) break;
      const Future task = std::move(tasks_.front());
      tasks_.pop_front();
      Future::State& state = *task.state_;
      const bool runs = state.status == Status::kWaiting;
      if (runs) state.status = Status::kRunning;
      shared_->mutex.Unlock();
      if (runs) Run(state);
    }
    shared_->mutex.Unlock();
  }

  void Run(Future::State& state) {
    int value = 0;
    std::exception_ptr error;
    try {
      value = state.function();
    } catch (...) {
      error = std::current_exception();
    }
    absl::MutexLock lock(&shared_->mutex);
    state.value = value;
    state.error = error;
    state.status = error ? Status::kFailed : Status::kFinished;
  }

  const std::shared_ptr<Future::Shared> shared_ =
      std::make_shared<Future::Shared>();
  std::deque<Future> tasks_;
  bool ending_ = false;
  std::vector<std::jthread> threads_;
};

#endif  // RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
