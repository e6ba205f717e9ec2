// A place where threads wait for each other: Python's Barrier.
//
// The first round is fine. In the second one some are through before the others
// have come.
//
// Task: Wait returns when `parties` threads have come, with another number from
//   0 to parties - 1 for each; then the next round begins. Abort breaks the
//   barrier: whoever waits, or comes later, gets a BrokenBarrierError. Reset
//   makes the barrier as new; whoever waits just then gets that error, too.
// Constraints: no data race, and what was written before Wait is there for all
//   after it. Nobody goes through before the whole of its own round has come.
//   Abort and Reset reach all who wait, even if Reset follows Abort at once,
//   and others come. Whoever waits sleeps: no spinning, no looking again.
//
// You may need: std::condition_variable and a predicate; std::shared_ptr.
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
    const int number = arrived_++;
    if (arrived_ == parties_) {
      arrived_ = 0;
      all_here_ = true;
      changed_.notify_all();
    }
    // TODO: This lets the first round through. And the second?
    changed_.wait(lock, [&] { return all_here_ || broken_; });
    if (broken_) throw BrokenBarrierError();
    return number;
  }

  void Abort() {
    std::lock_guard lock(mutex_);
    broken_ = true;
    changed_.notify_all();
  }

  void Reset() {
    std::lock_guard lock(mutex_);
    // TODO: And those who wait?
    broken_ = false;
    arrived_ = 0;
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
  bool all_here_ = false;
  bool broken_ = false;
};

#endif  // RACEFREE_LESSONS_04_LOCK_BARRIER_H_
