#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <memory>
#include <stdexcept>

#include "absl/synchronization/mutex.h"

class BrokenBarrierError : public std::runtime_error {
 public:
  BrokenBarrierError() : std::runtime_error("the barrier is broken") {}
};

class Barrier {
 public:
  explicit Barrier(int parties) : parties_(parties) {}

  int Wait() {
    absl::MutexLock lock(&mutex_);
    if (broken_) throw BrokenBarrierError();
    const std::shared_ptr<Round> round = round_;
    const int number = round->arrived++;
    if (round->arrived == parties_) End(State::kComplete);
    auto is_over = [&] { return round->state != State::kFilling; };
    mutex_.Await(absl::Condition(&is_over));
    if (round->state == State::kBroken) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    absl::MutexLock lock(&mutex_);
    broken_ = true;
    End(State::kBroken);
  }

  void Reset() {
    absl::MutexLock lock(&mutex_);
    broken_ = false;
    End(State::kBroken);
  }

  bool IsBroken() const {
    absl::MutexLock lock(&mutex_);
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
  }

  const int parties_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
