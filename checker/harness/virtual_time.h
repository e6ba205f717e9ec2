#ifndef RACEFREE_CHECKER_HARNESS_VIRTUAL_TIME_H_
#define RACEFREE_CHECKER_HARNESS_VIRTUAL_TIME_H_

#include <chrono>
#include <cstdint>

namespace racefree {

// While one lives, time stands still for the whole program and passes only as
// the test says: a time-out of 30 seconds is tested in microseconds, and not
// one microsecond too early.
//
//   VirtualTime time;
//   WatchedCall get([&] { EXPECT_FALSE(queue.GetFor(30s)); });
//   EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kAsleep);
//   time.Advance(30s);
//   EXPECT_EQ(get.WaitUntilReturnedOrHeldUp(), CallState::kReturned);
//
// It holds for the code under test as it is: for the clocks of std::chrono and
// Abseil, timed waits for conditions, futures, atomics and semaphores (std::,
// absl:: or POSIX), and for sleeps. It does not hold for timed mutexes, nor for
// clocks of processor time. Code that sleeps and looks again never gets on
// while nobody advances the time.
//
// Not for EVERY_SCHEDULE_TESTs: the explorer has a virtual time of its own. One
// at a time. Advance() is for the thread that made it; sleeps() is thread-safe.
// Orders nothing that ThreadSanitizer could see.
class VirtualTime {
 public:
  VirtualTime();
  // Threads that still wait are woken and go on by the real clock.
  ~VirtualTime();
  VirtualTime(const VirtualTime&) = delete;
  VirtualTime& operator=(const VirtualTime&) = delete;

  // Lets time pass in one leap. Returns when all waits and sleeps that are over
  // by then have been left. Do not call it with a lock that they need.
  void Advance(std::chrono::nanoseconds duration) {
    AdvanceNanoseconds(duration.count());
  }

  // Lets all waits with a time limit return as if they had been notified,
  // though nobody notifies and no time passes. (Sleeps go on.) Returns when
  // they have been left.
  void WakeSpuriously();

  // How many waits with a time limit have begun so far.
  int timed_waits() const;

  // How many sleeps have begun so far.
  int sleeps() const;

 private:
  static void AdvanceNanoseconds(int64_t nanoseconds);
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_VIRTUAL_TIME_H_
