#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <atomic>
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
    if (broken_) throw BrokenBarrierError();
    const unsigned round = rounds_;
    const unsigned breaks = breaks_;
    const int number = arrived_++;
    if (number + 1 == parties_) {
      arrived_ = 0;
      ++rounds_;
      return number;
    }
    while (rounds_ == round) {
      if (breaks_ != breaks) throw BrokenBarrierError();
      std::this_thread::yield();
    }
    return number;
  }

  void Abort() {
    broken_ = true;
    arrived_ = 0;
    ++breaks_;
  }

  void Reset() {
    broken_ = false;
    arrived_ = 0;
    ++breaks_;
  }

  bool IsBroken() const { return broken_; }

 private:
  const int parties_;
  std::atomic<int> arrived_ = 0;
  std::atomic<unsigned> rounds_ = 0;
  std::atomic<unsigned> breaks_ = 0;
  std::atomic<bool> broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
