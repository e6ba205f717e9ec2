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
    const unsigned breaks = breaks_;
    const int number = arrived_++;
    if (arrived_ == parties_) changed_.notify_all();
    changed_.wait(lock,
                  [&] { return arrived_ >= parties_ || breaks_ != breaks; });
    if (breaks_ != breaks) throw BrokenBarrierError();
    // Until the last one has left, whoever comes back finds the door open.
    if (++left_ == parties_) {
      arrived_ = 0;
      left_ = 0;
    }
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    arrived_ = 0;
    left_ = 0;
    ++breaks_;
    changed_.notify_all();
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    broken_ = false;
    arrived_ = 0;
    left_ = 0;
    ++breaks_;
    changed_.notify_all();
  }

  bool IsBroken() const {
    std::lock_guard lock(mutex_);
    return broken_;
  }

 private:
  const int parties_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int arrived_ = 0;
  int left_ = 0;
  unsigned breaks_ = 0;
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
