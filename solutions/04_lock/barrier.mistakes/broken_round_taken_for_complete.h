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
    if (broken_) throw BrokenBarrierError();
    const unsigned round = rounds_;
    const int number = arrived_++;
    if (arrived_ == parties_) NextRound();
    changed_.wait(lock, [&] { return rounds_ != round; });
    // By now Reset may have mended it.
    if (broken_) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    NextRound();
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    NextRound();
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  // With the lock held.
  void NextRound() {
    arrived_ = 0;
    ++rounds_;
    changed_.notify_all();
  }

  const int parties_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  unsigned rounds_ = 0;
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
