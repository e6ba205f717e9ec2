#ifndef RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_
#define RACEFREE_LESSONS_02_POOL_AS_COMPLETED_H_

#include <algorithm>
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

// The result of a task. Copies stand for the same task.
class Future {
 public:
  // Whether it has a result, has failed or is cancelled.
  bool Done() const {
    std::lock_guard lock(state_->mutex);
    return state_->Done();
  }

  // Waits until it is done. Throws what the task threw.
  int Get() const {
    Watch watch({*this});
    watch.Next();
    std::lock_guard lock(state_->mutex);
    if (state_->error) std::rethrow_exception(state_->error);
    return state_->value;
  }

  bool Cancel() {
    std::lock_guard lock(state_->mutex);
    if (state_->status == Status::kWaiting) {
      state_->error = std::make_exception_ptr(Cancelled());
      state_->Finish(Status::kCancelled);
    }
    return state_->status == Status::kCancelled;
  }

 private:
  friend class Executor;

  enum class Status { kWaiting, kRunning, kFinished, kFailed, kCancelled };

  // One who waits for some futures. They tell it when they are done.
  struct Waiter {
    void Tell(int index, Status status) {
      std::lock_guard lock(mutex);
      done.push_back(index);
      if (status == Status::kFailed) failed = true;
      changed.notify_one();
    }

    std::mutex mutex;
    std::condition_variable changed;
    std::deque<int> done;
    bool failed = false;
  };

  struct State {
    bool Done() const {
      return status != Status::kWaiting && status != Status::kRunning;
    }

    // To be called with the lock held.
    void Finish(Status how) {
      status = how;
      for (auto& [waiter, index] : waiters) waiter->Tell(index, status);
      waiters.clear();
    }

    std::function<int()> function;
    std::mutex mutex;
    Status status = Status::kWaiting;
    int value = 0;
    std::exception_ptr error;
    std::vector<std::pair<Waiter*, int>> waiters;
  };

  // Makes a waiter known to some futures, for as long as it lives.
  class Watch {
   public:
    explicit Watch(const std::vector<Future>& futures) : futures_(futures) {
      for (std::size_t i = 0; i < futures_.size(); ++i) {
        State& state = *futures_[i].state_;
        std::lock_guard lock(state.mutex);
        if (state.Done()) {
          waiter_.Tell(static_cast<int>(i), state.status);
        } else {
          state.waiters.emplace_back(&waiter_, static_cast<int>(i));
        }
      }
    }

    ~Watch() {
      for (const Future& future : futures_) {
        std::lock_guard lock(future.state_->mutex);
        auto& waiters = future.state_->waiters;
        waiters.erase(std::remove_if(waiters.begin(), waiters.end(),
                                     [this](const auto& entry) {
                                       return entry.first == &waiter_;
                                     }),
                      waiters.end());
      }
    }

    // Waits until so many are done, or one has failed if that is enough.
    std::vector<int> AwaitCount(std::size_t count, bool failure_is_enough) {
      std::unique_lock lock(waiter_.mutex);
      waiter_.changed.wait(lock, [&] {
        return waiter_.done.size() >= count ||
               (failure_is_enough && waiter_.failed);
      });
      return std::vector<int>(waiter_.done.begin(), waiter_.done.end());
    }

    // Waits for the next one that is done.
    int Next() {
      std::unique_lock lock(waiter_.mutex);
      waiter_.changed.wait(lock, [&] { return !waiter_.done.empty(); });
      const int next = waiter_.done.front();
      waiter_.done.pop_front();
      return next;
    }

   private:
    const std::vector<Future> futures_;
    Waiter waiter_;
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

  // Returns the indices of those that are done, in ascending order.
  std::vector<int> Wait(const std::vector<Future>& futures, ReturnWhen when) {
    std::size_t count = futures.size();
    if (when == ReturnWhen::kFirstCompleted && count > 0) count = 1;
    Future::Watch watch(futures);
    std::vector<int> done =
        watch.AwaitCount(count, when == ReturnWhen::kFirstException);
    std::sort(done.begin(), done.end());
    return done;
  }

  void AsCompleted(const std::vector<Future>& futures,
                   const std::function<void(int index)>& yield) {
    Future::Watch watch(futures);
    for (std::size_t i = 0; i < futures.size(); ++i) yield(watch.Next());
  }

 private:
  using Status = Future::Status;

  static void Run(Future::State& task) {
    {
      std::lock_guard lock(task.mutex);
      if (task.status == Status::kCancelled) return;
      task.status = Status::kRunning;
    }
    int value = 0;
    std::exception_ptr error;
    try {
      value = task.function();
    } catch (...) {
      error = std::current_exception();
    }
    std::lock_guard lock(task.mutex);
    task.value = value;
    task.error = error;
    task.Finish(error ? Status::kFailed : Status::kFinished);
  }

  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const Future task = std::move(tasks_.front());
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
