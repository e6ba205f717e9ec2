#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <exception>
#include <future>
#include <mutex>
#include <stdexcept>

class BrokenBarrierError : public std::runtime_error {
 public:
  BrokenBarrierError() : std::runtime_error("the barrier is broken") {}
};

class Barrier {
 public:
  explicit Barrier(int parties) : parties_(parties) {}

  int Wait() {
    std::unique_lock lock(mutex_);
    if (broken_) throw BrokenBarrierError();
    const std::shared_future<void> end_of_round = end_of_round_;
    const int number = arrived_++;
    if (arrived_ == parties_) {
      promise_.set_value();
      BeginRound();
    }
    lock.unlock();
    end_of_round.get();  // Throws if the round was broken.
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    BreakRound();
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    BreakRound();
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  // With the lock held, both.
  void BreakRound() {
    promise_.set_exception(std::make_exception_ptr(BrokenBarrierError()));
    BeginRound();
  }

  void BeginRound() {
    arrived_ = 0;
    promise_ = std::promise<void>();
    end_of_round_ = promise_.get_future().share();
  }

  const int parties_;
  mutable std::mutex mutex_;
  int arrived_ = 0;
  bool broken_ = false;
  std::promise<void> promise_;
  std::shared_future<void> end_of_round_ = promise_.get_future().share();
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
