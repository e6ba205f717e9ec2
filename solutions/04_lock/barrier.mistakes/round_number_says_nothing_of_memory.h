#ifndef RACEFREE_LESSONS_04_LOCK_BARRIER_H_
#define RACEFREE_LESSONS_04_LOCK_BARRIER_H_

#include <atomic>
#include <stdexcept>

class BrokenBarrierError : public std::runtime_error {
 public:
  BrokenBarrierError() : std::runtime_error("the barrier is broken") {}
};

class Barrier {
 public:
  explicit Barrier(int parties) : parties_(parties) {}

  int Wait() {
    if (broken_.load(kRelaxed)) throw BrokenBarrierError();
    const unsigned breaks = breaks_.load(kRelaxed);
    const unsigned state = state_.load(kRelaxed);
    const int number = arrived_.fetch_add(1, kRelaxed);
    if (number + 1 == parties_) {
      arrived_.store(0, kRelaxed);
      state_.fetch_add(1, kRelaxed);
      state_.notify_all();
    }
    state_.wait(state, kRelaxed);
    if (breaks_.load(kRelaxed) != breaks) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    broken_.store(true, kRelaxed);
    Break();
  }

  void Reset() {
    broken_.store(false, kRelaxed);
    Break();
  }

  bool IsBroken() const { return broken_.load(kRelaxed); }

 private:
  static constexpr auto kRelaxed = std::memory_order_relaxed;

  void Break() {
    arrived_.store(0, kRelaxed);
    breaks_.fetch_add(1, kRelaxed);
    state_.fetch_add(1, kRelaxed);
    state_.notify_all();
  }

  const int parties_;
  std::atomic<int> arrived_ = 0;
  // Changes when a round is over, complete or broken.
  std::atomic<unsigned> state_ = 0;
  std::atomic<unsigned> breaks_ = 0;
  std::atomic<bool> broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
