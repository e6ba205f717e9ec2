#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

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
    const unsigned breaks = breaks_;
    const int number = arrived_++;
    if (arrived_ == parties_) {
      arrived_ = 0;
      ++rounds_;
    }
    while (rounds_ == round && breaks_ == breaks) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      lock.lock();
    }
    if (breaks_ != breaks) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    arrived_ = 0;
    ++breaks_;
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    arrived_ = 0;
    ++breaks_;
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  const int parties_;
  mutable std::mutex mutex_;
  int arrived_ = 0;
  unsigned rounds_ = 0;
  unsigned breaks_ = 0;
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
