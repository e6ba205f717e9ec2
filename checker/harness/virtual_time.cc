#include "checker/harness/virtual_time.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>

#include "absl/base/internal/sysinfo.h"
#include "checker/harness/real_function.h"
#include "checker/harness/timed_wait.h"

namespace racefree {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

// A spin lock of compiler builtins: see timed_wait.h.
class Registry {
 public:
  Registry() {
    while (__atomic_test_and_set(&taken_, __ATOMIC_ACQUIRE)) sched_yield();
  }
  ~Registry() { __atomic_clear(&taken_, __ATOMIC_RELEASE); }

  static bool taken_;
  // All that follows is guarded by it.
  static bool active;
  static int64_t now;  // In nanoseconds since the VirtualTime began.
  static int64_t start_realtime;
  static int64_t start_monotonic;
  static int sleeps;
  static int timed_waits;
  static TimedWait* waits;
};

bool Registry::taken_ = false;
bool Registry::active = false;
int64_t Registry::now = 0;
int64_t Registry::start_realtime = 0;
int64_t Registry::start_monotonic = 0;
int Registry::sleeps = 0;
int Registry::timed_waits = 0;
TimedWait* Registry::waits = nullptr;

bool IsRealtime(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
}

bool IsMonotonic(clockid_t clock) {
  return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE ||
         clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_BOOTTIME;
}

int64_t Nanoseconds(const timespec& time) {
  // A moment at the end of all time is none that will come.
  if (time.tv_sec >= INT64_MAX / kNanosecondsPerSecond) return INT64_MAX;
  return time.tv_sec * kNanosecondsPerSecond + time.tv_nsec;
}

timespec Timespec(int64_t nanoseconds) {
  return {nanoseconds / kNanosecondsPerSecond,
          nanoseconds % kNanosecondsPerSecond};
}

int64_t StartOf(clockid_t clock) {
  return IsRealtime(clock) ? Registry::start_realtime
                           : Registry::start_monotonic;
}

int64_t RealNow(clockid_t clock) {
  static auto* const real =
      RealFunction<int(clockid_t, timespec*)>("clock_gettime");
  timespec now;
  real(clock, &now);
  return Nanoseconds(now);
}

int64_t SaturatingSum(int64_t one, int64_t other) {
  int64_t sum;
  return __builtin_add_overflow(one, other, &sum) ? INT64_MAX : sum;
}

bool IsOverNow(const TimedWait& wait) { return wait.IsOver(); }
bool IsToWakeUp(const TimedWait& wait) { return wait.is_to_wake_up(); }
bool IsAny(const TimedWait&) { return true; }

}  // namespace

bool IsVirtual(clockid_t clock) {
  if (!IsRealtime(clock) && !IsMonotonic(clock)) return false;
  Registry registry;
  return registry.active;
}

timespec VirtualNow(clockid_t clock) {
  Registry registry;
  return Timespec(SaturatingSum(StartOf(clock), registry.now));
}

timespec VirtualDeadline(clockid_t clock, const timespec& duration) {
  return Timespec(
      SaturatingSum(Nanoseconds(VirtualNow(clock)), Nanoseconds(duration)));
}

TimedWait::TimedWait(WokenBy woken_by, void* place, clockid_t clock,
                     const timespec& deadline, int operation)
    : woken_by_(woken_by), place_(place), operation_(operation) {
  Registry registry;
  deadline_ = Nanoseconds(deadline) - StartOf(clock);
  next_ = registry.waits;
  link_to_this_ = &Registry::waits;
  if (next_ != nullptr) next_->link_to_this_ = &next_;
  registry.waits = this;
  ++registry.timed_waits;
}

TimedWait::~TimedWait() {
  Registry registry;
  *link_to_this_ = next_;
  if (next_ != nullptr) next_->link_to_this_ = link_to_this_;
}

bool TimedWait::IsOver() const {
  return deadline_ <= __atomic_load_n(&Registry::now, __ATOMIC_RELAXED);
}

void TimedWait::Wake() const {
  switch (woken_by_) {
    case WokenBy::kConditionBroadcast: {
      static auto* const real = RealFunction<int(pthread_cond_t*)>(
          "pthread_cond_broadcast", kConditionVersion);
      real(static_cast<pthread_cond_t*>(place_));
      break;
    }
    case WokenBy::kFutexWake:
    case WokenBy::kFutexWakeOfASleep:
      RealSystemCall(SYS_futex, reinterpret_cast<long>(place_),
                     FUTEX_WAKE | (operation_ & FUTEX_PRIVATE_FLAG), INT_MAX, 0,
                     0, 0);
      break;
    case WokenBy::kItself:
      break;
  }
}

// Wakes them until they are gone: one may be just about to wait.
void WakeThoseThat(bool (*are_over)(const TimedWait&)) {
  bool any = true;
  while (any) {
    any = false;
    {
      Registry registry;
      for (TimedWait* wait = registry.waits; wait != nullptr;
           wait = wait->next_) {
        if (!are_over(*wait)) continue;
        any = true;
        wait->Wake();
      }
    }
    sched_yield();
  }
}

void VirtualSleep(clockid_t clock, const timespec& deadline) {
  int word = 0;
  {
    Registry registry;
    ++registry.sleeps;
    --registry.timed_waits;  // It is none of those.
  }
  TimedWait wait(WokenBy::kFutexWakeOfASleep, &word, clock, deadline);
  while (!wait.IsOver() && IsVirtual(clock)) {
    RealSystemCall(SYS_futex, reinterpret_cast<long>(&word), FUTEX_WAIT, 0, 0,
                   0, 0);
  }
}

long RealSystemCall(long number, long first, long second, long third,
                    long fourth, long fifth, long sixth) {
  static auto* const real = RealFunction<long(long, ...)>("syscall");
  return real(number, first, second, third, fourth, fifth, sixth);
}

VirtualTime::VirtualTime() {
  // The first absl::Mutex that two threads want finds out how fast a processor
  // is, by sleeping and with a lock of its own held. Here it would never end.
  absl::base_internal::NominalCPUFrequency();
  Registry registry;
  // In whole microseconds, for those who read it by gettimeofday().
  registry.start_realtime = RealNow(CLOCK_REALTIME) / 1000 * 1000;
  registry.start_monotonic = RealNow(CLOCK_MONOTONIC);
  registry.now = 0;
  registry.sleeps = 0;
  registry.timed_waits = 0;
  registry.active = true;
}

VirtualTime::~VirtualTime() {
  {
    Registry registry;
    registry.active = false;
  }
  // They notice that they are by the real clock now.
  WakeThoseThat(IsAny);
}

void VirtualTime::AdvanceNanoseconds(int64_t nanoseconds) {
  {
    Registry registry;
    const int64_t now = SaturatingSum(registry.now, nanoseconds);
    __atomic_store_n(&Registry::now, now, __ATOMIC_RELAXED);
  }
  WakeThoseThat(IsOverNow);
}

void VirtualTime::WakeSpuriously() {
  {
    Registry registry;
    for (TimedWait* wait = registry.waits; wait != nullptr;
         wait = wait->next_) {
      wait->is_to_wake_up_ = wait->CanEndSpuriously();
    }
  }
  WakeThoseThat(IsToWakeUp);
}

int VirtualTime::timed_waits() const {
  Registry registry;
  return registry.timed_waits;
}

int VirtualTime::sleeps() const {
  Registry registry;
  return registry.sleeps;
}

}  // namespace racefree
