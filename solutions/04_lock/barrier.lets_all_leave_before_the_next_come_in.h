#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <condition_variable>
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
    changed_.wait(lock, [&] {
      return phase_ == Phase::kFilling || phase_ == Phase::kBroken;
    });
    if (phase_ == Phase::kBroken) throw BrokenBarrierError();
    const int number = inside_++;
    if (inside_ == parties_) Enter(Phase::kDraining);
    changed_.wait(lock, [&] { return phase_ != Phase::kFilling; });
    const bool complete = phase_ == Phase::kDraining;
    if (--inside_ == 0 && phase_ != Phase::kBroken) Enter(Phase::kFilling);
    if (!complete) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    Enter(Phase::kBroken);
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    if (inside_ == 0) {
      Enter(Phase::kFilling);
    } else if (phase_ != Phase::kDraining) {
      Enter(Phase::kResetting);
    }
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return phase_ == Phase::kBroken;
  }

 private:
  // As Python does it: nobody comes in while others leave.
  enum class Phase { kFilling, kDraining, kResetting, kBroken };

  // With the lock held.
  void Enter(Phase phase) {
    phase_ = phase;
    changed_.notify_all();
  }

  const int parties_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
  Phase phase_ = Phase::kFilling;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
