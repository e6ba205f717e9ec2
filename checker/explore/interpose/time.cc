// Virtual time: clocks and sleeps.

#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

// Time passes while a program looks at the clock; else a loop that waits for a
// moment would never see it.
constexpr uint64_t kPerLook = 1000;

bool OnlyByTime(const Operation&, ThreadId, int alternative) {
  return alternative == kTimedOut;
}

uint64_t Look() {
  runtime->schedule.Advance(kPerLook);
  return runtime->schedule.now();
}

timespec ToTimespec(uint64_t nanoseconds) {
  timespec time;
  time.tv_sec = static_cast<time_t>(nanoseconds / 1'000'000'000);
  time.tv_nsec = static_cast<long>(nanoseconds % 1'000'000'000);
  return time;
}

}  // namespace

void SleepUntil(uint64_t deadline, uintptr_t code) {
  Operation sleep;
  sleep.name = "sleeps";
  sleep.enabled = OnlyByTime;
  sleep.deadline = deadline;
  // And the time, which tells only who looks at it.
  sleep.only_memory_and_locks = true;
  sleep.code = code;
  runtime->schedule.Perform(sleep);
}

}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (!Exploring()) return RACEFREE_REAL(clock_gettime, clock, time);
  *time = ToTimespec(Look());
  return 0;
}

RACEFREE_EXPORT int gettimeofday(timeval* time, void* zone) noexcept {
  if (!Exploring()) return RACEFREE_REAL(gettimeofday, time, zone);
  const timespec now = ToTimespec(Look());
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

RACEFREE_EXPORT time_t time(time_t* result) noexcept {
  if (!Exploring()) return RACEFREE_REAL(time, result);
  const time_t now = ToTimespec(Look()).tv_sec;
  if (result != nullptr) *result = now;
  return now;
}

RACEFREE_EXPORT int nanosleep(const timespec* time, timespec* left) {
  if (!Exploring()) return RACEFREE_REAL(nanosleep, time, left);
  SleepUntil(After(*time), RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int clock_nanosleep(clockid_t clock, int flags,
                                    const timespec* time, timespec* left) {
  if (!Exploring()) {
    return RACEFREE_REAL(clock_nanosleep, clock, flags, time, left);
  }
  SleepUntil((flags & TIMER_ABSTIME) != 0 ? Nanoseconds(*time) : After(*time),
             RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int usleep(useconds_t microseconds) {
  if (!Exploring()) return RACEFREE_REAL(usleep, microseconds);
  SleepUntil(runtime->schedule.now() + uint64_t{microseconds} * 1000,
             RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT unsigned sleep(unsigned seconds) {
  if (!Exploring()) return RACEFREE_REAL(sleep, seconds);
  SleepUntil(runtime->schedule.now() + uint64_t{seconds} * 1'000'000'000,
             RACEFREE_CALLER);
  return 0;
}
