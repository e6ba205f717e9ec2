#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <condition_variable>
#include <memory>
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
    const std::shared_ptr<Round> round = round_;
    const int number = round->arrived++;
    if (round->arrived == parties_) End(State::kComplete);
    if (round->state == State::kFilling) changed_.wait(lock);
    if (round->state == State::kBroken) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    End(State::kBroken);
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    End(State::kBroken);
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  enum class State { kFilling, kComplete, kBroken };

  // A thread stays with the round in which it came, whatever comes after.
  struct Round {
    int arrived = 0;
    State state = State::kFilling;
  };

  // With the lock held.
  void End(State state) {
    round_->state = state;
    round_ = std::make_shared<Round>();
    changed_.notify_all();
  }

  const int parties_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
