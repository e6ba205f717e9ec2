#ifndef RACEFREE_CHECKER_HARNESS_TIMED_WAIT_H_
#define RACEFREE_CHECKER_HARNESS_TIMED_WAIT_H_

#include <pthread.h>
#include <time.h>

#include <cstdint>

// Between VirtualTime and the C library's calls that it changes. Thread-safe.
//
// Compiled without ThreadSanitizer, so that it puts nothing in order. For the
// same reason it uses no template of the standard library: the linker might
// take the uninstrumented copy for the code under test too.

namespace racefree {

// Whether a VirtualTime lives and `clock` is one that it stops.
bool IsVirtual(clockid_t clock);

// What such a clock says.
timespec VirtualNow(clockid_t clock);

// How a wait is ended from outside.
enum class WokenBy {
  kConditionBroadcast,
  kFutexWake,
  // A sleep: the same, but there is nothing that could end it but time.
  kFutexWakeOfASleep,
  // It looks for itself, now and then.
  kItself,
};

// A wait that virtual time ends at the latest; VirtualTime::Advance() wakes it.
// Lives as long as the wait, on the stack of the thread that waits.
class TimedWait {
 public:
  // `place` is what the thread waits on, a pthread_cond_t or a futex's word.
  // `operation` is the futex's.
  TimedWait(WokenBy woken_by, void* place, clockid_t clock,
            const timespec& deadline, int operation = 0);
  ~TimedWait();
  TimedWait(const TimedWait&) = delete;
  TimedWait& operator=(const TimedWait&) = delete;

  // Whether its time has come.
  bool IsOver() const;

  // Whether the standard allows it to end for no reason.
  bool CanEndSpuriously() const {
    return woken_by_ == WokenBy::kConditionBroadcast ||
           woken_by_ == WokenBy::kFutexWake;
  }

  // Whether VirtualTime::WakeSpuriously() found it waiting.
  bool is_to_wake_up() const { return is_to_wake_up_; }

 private:
  friend class VirtualTime;
  friend void WakeThoseThat(bool (*are_over)(const TimedWait&));

  void Wake() const;

  const WokenBy woken_by_;
  void* const place_;
  const int operation_;
  // In nanoseconds since the VirtualTime began.
  int64_t deadline_;
  bool is_to_wake_up_ = false;
  TimedWait* next_;
  TimedWait** link_to_this_;
};

// Sleeps by virtual time.
void VirtualSleep(clockid_t clock, const timespec& deadline);

// The moment that is `duration` from now.
timespec VirtualDeadline(clockid_t clock, const timespec& duration);

// The C library's own system call, past all replacements.
long RealSystemCall(long number, long first, long second, long third,
                    long fourth, long fifth, long sixth);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_TIMED_WAIT_H_
