#ifndef RACEFREE_CHECKER_EXPLORE_INTERPOSE_INTERPOSE_H_
#define RACEFREE_CHECKER_EXPLORE_INTERPOSE_INTERPOSE_H_

#include <time.h>

#include <cstdint>

#include "checker/explore/real_function.h"
#include "checker/explore/runtime.h"

// For the files that stand in for functions of the C library. Each function
// does what the library's own does, unless a schedule is being run.

// Calls the library's own version.
#define RACEFREE_REAL(function, ...)                                      \
  [&] {                                                                   \
    static auto* const real =                                             \
        ::racefree::explore::RealFunction<decltype(function)>(#function); \
    return real(__VA_ARGS__);                                             \
  }()

#define RACEFREE_EXPORT extern "C" __attribute__((visibility("default")))

namespace racefree::explore {

// Whether `code` is in the C library or the unwinder: their own locks protect
// their own state and say nothing about the program.
bool IsQuietCaller(uintptr_t code);
// Whether `code` is in the program itself, and so was compiled for the
// explorer.
bool IsProgramCode(uintptr_t code);

// Virtual time, in nanoseconds. All clocks show the same.
inline uint64_t Nanoseconds(const timespec& time) {
  if (time.tv_sec < 0) return 1;
  const uint64_t nanoseconds =
      static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 +
      static_cast<uint64_t>(time.tv_nsec);
  // Zero would mean: no deadline.
  return nanoseconds == 0 ? 1 : nanoseconds;
}

// The moment that lies `time` from now.
inline uint64_t After(const timespec& time) {
  return runtime->schedule.now() + Nanoseconds(time);
}

// Lets the running thread sleep until the virtual time `deadline`.
void SleepUntil(uint64_t deadline, uintptr_t code);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_INTERPOSE_INTERPOSE_H_
