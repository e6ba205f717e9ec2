// Replaces the C library's calls that read a clock, wait for a limited time, or
// sleep, by ones that go by VirtualTime while one lives. All that the standard
// library and Abseil offer comes through here.

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "absl/base/config.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "checker/harness/real_condition_wait.h"
#include "checker/harness/real_function.h"
#include "checker/harness/timed_wait.h"

using racefree::IsVirtual;
using racefree::RealConditionWaitUntil;
using racefree::RealFunction;
using racefree::RealSystemCall;
using racefree::TimedWait;
using racefree::VirtualDeadline;
using racefree::VirtualNow;
using racefree::VirtualSleep;
using racefree::WokenBy;

namespace {

int VirtualConditionWait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                         clockid_t clock, const timespec& deadline) {
  TimedWait wait(WokenBy::kConditionBroadcast, condition, clock, deadline);
  if (wait.IsOver()) {
    // Waiting gives the mutex away, even if only for a moment.
    pthread_mutex_unlock(mutex);
    pthread_mutex_lock(mutex);
    return ETIMEDOUT;
  }
  pthread_cond_wait(condition, mutex);
  return wait.IsOver() ? ETIMEDOUT : 0;
}

int VirtualSemaphoreWait(sem_t* semaphore, clockid_t clock,
                         const timespec& deadline) {
  TimedWait wait(WokenBy::kItself, semaphore, clock, deadline);
  while (sem_trywait(semaphore) != 0) {
    if (wait.IsOver() || !IsVirtual(clock)) {
      errno = ETIMEDOUT;
      return -1;
    }
    constexpr timespec kBetweenLooks = {0, 500'000};
    RealSystemCall(SYS_nanosleep, reinterpret_cast<long>(&kBetweenLooks), 0, 0,
                   0, 0, 0);
  }
  return 0;
}

// The futex call, as the standard library and Abseil make it to wait.
long VirtualFutexWait(long word, long operation, long value,
                      const timespec& time, long mask) {
  const clockid_t clock = (operation & FUTEX_CLOCK_REALTIME) != 0
                              ? CLOCK_REALTIME
                              : CLOCK_MONOTONIC;
  // The bitset form takes a moment, the plain one a duration.
  const bool is_duration = (operation & FUTEX_CMD_MASK) == FUTEX_WAIT;
  const timespec deadline = is_duration ? VirtualDeadline(clock, time) : time;
  TimedWait wait(WokenBy::kFutexWake, reinterpret_cast<void*>(word), clock,
                 deadline, static_cast<int>(operation));
  if (!wait.IsOver()) {
    const long result =
        RealSystemCall(SYS_futex, word, operation, value, 0, 0, mask);
    if (!wait.IsOver()) return result;
  }
  errno = ETIMEDOUT;
  return -1;
}

int Sleep(clockid_t clock, const timespec& duration) {
  VirtualSleep(clock, VirtualDeadline(clock, duration));
  return 0;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (IsVirtual(clock)) {
    *now = VirtualNow(clock);
    return 0;
  }
  static auto* const real = RealFunction<int(clockid_t, timespec*)>(__func__);
  return real(clock, now);
}

// Abseil reckons its deadlines by this one.
int gettimeofday(timeval* __restrict now, void* __restrict zone) noexcept {
  static auto* const real = RealFunction<int(timeval*, void*)>(__func__);
  if (!IsVirtual(CLOCK_REALTIME)) return real(now, zone);
  const timespec virtual_now = VirtualNow(CLOCK_REALTIME);
  *now = {virtual_now.tv_sec, virtual_now.tv_nsec / 1000};
  return 0;
}

time_t time(time_t* now) noexcept {
  timespec precise;
  clock_gettime(CLOCK_REALTIME, &precise);
  if (now != nullptr) *now = precise.tv_sec;
  return precise.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline) {
  if (IsVirtual(CLOCK_REALTIME)) {
    return VirtualConditionWait(condition, mutex, CLOCK_REALTIME, *deadline);
  }
  return RealConditionWaitUntil(condition, mutex, deadline);
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* deadline) {
  if (IsVirtual(clock)) {
    return VirtualConditionWait(condition, mutex, clock, *deadline);
  }
  return RealConditionWaitUntil(condition, mutex, clock, deadline);
}

int sem_timedwait(sem_t* semaphore, const timespec* deadline) {
  if (IsVirtual(CLOCK_REALTIME)) {
    return VirtualSemaphoreWait(semaphore, CLOCK_REALTIME, *deadline);
  }
  static auto* const real =
      RealFunction<int(sem_t*, const timespec*)>(__func__);
  return real(semaphore, deadline);
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* deadline) {
  if (IsVirtual(clock))
    return VirtualSemaphoreWait(semaphore, clock, *deadline);
  static auto* const real =
      RealFunction<int(sem_t*, clockid_t, const timespec*)>(__func__);
  return real(semaphore, clock, deadline);
}

long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  const auto [word, operation, value, time, second_word, mask] = arguments;
  if (number == SYS_futex && time != 0) {
    const long command = operation & FUTEX_CMD_MASK;
    const bool waits = command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
    if (waits && IsVirtual(CLOCK_MONOTONIC)) {
      return VirtualFutexWait(word, operation, value,
                              *reinterpret_cast<timespec*>(time), mask);
    }
  }
  return RealSystemCall(number, word, operation, value, time, second_word,
                        mask);
}

int nanosleep(const timespec* duration, timespec* left) {
  if (IsVirtual(CLOCK_MONOTONIC)) return Sleep(CLOCK_MONOTONIC, *duration);
  static auto* const real =
      RealFunction<int(const timespec*, timespec*)>(__func__);
  return real(duration, left);
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                    timespec* left) {
  if (IsVirtual(clock)) {
    if ((flags & TIMER_ABSTIME) == 0) return Sleep(clock, *time);
    VirtualSleep(clock, *time);
    return 0;
  }
  static auto* const real =
      RealFunction<int(clockid_t, int, const timespec*, timespec*)>(__func__);
  return real(clock, flags, time, left);
}

int usleep(useconds_t microseconds) {
  const timespec duration = {microseconds / 1'000'000,
                             microseconds % 1'000'000 * 1000};
  return nanosleep(&duration, nullptr);
}

// absl::SleepFor() asks this one, and so does absl::Mutex while it spins: that
// sleep is its own affair and must end.
void ABSL_INTERNAL_C_SYMBOL(AbslInternalSleepFor)(absl::Duration duration) {
  const timespec time = absl::ToTimespec(duration);
  if (duration <= absl::Microseconds(10)) {
    RealSystemCall(SYS_nanosleep, reinterpret_cast<long>(&time), 0, 0, 0, 0, 0);
  } else if (duration == absl::InfiniteDuration()) {
    pause();
  } else {
    nanosleep(&time, nullptr);
  }
}

unsigned sleep(unsigned seconds) {
  const timespec duration = {seconds, 0};
  nanosleep(&duration, nullptr);
  return 0;
}

}  // extern "C"
