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
    const bool is_odd = is_odd_;
    const unsigned breaks = breaks_;
    const int number = arrived_++;
    if (arrived_ == parties_) {
      arrived_ = 0;
      is_odd_ = !is_odd_;
      changed_.notify_all();
    }
    while (is_odd_ == is_odd && breaks_ == breaks) changed_.wait(lock);
    if (breaks_ != breaks) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    Break();
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    Break();
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  // With the lock held.
  void Break() {
    arrived_ = 0;
    ++breaks_;
    changed_.notify_all();
  }

  const int parties_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  bool is_odd_ = false;  // The number of complete rounds.
  unsigned breaks_ = 0;  // By Abort or Reset.
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
