// System calls that the program makes by itself: the futex call, as the
// standard library makes it, and those that would escape the explorer.

#include <errno.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "checker/explore/interpose/refuse.h"
#include "checker/explore/interpose/signals.h"

using namespace racefree::explore;

// The futex call, as the standard library makes it.
static long Futex(long address, long operation, long value, long time,
                  uintptr_t code) {
  const void* place = reinterpret_cast<const void*>(address);
  switch (operation & FUTEX_CMD_MASK) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: {
      const auto* limit = reinterpret_cast<const timespec*>(time);
      uint64_t deadline = 0;
      if (limit != nullptr) {
        // The bitset form takes a moment, the plain one a duration.
        deadline = (operation & FUTEX_CMD_MASK) == FUTEX_WAIT
                       ? After(*limit)
                       : Nanoseconds(*limit);
      }
      const int expected = static_cast<int>(value);
      switch (runtime->futexes.Wait(place, &expected, sizeof(expected),
                                    deadline, code)) {
        case Futexes::Result::kWoken:
          return 0;
        case Futexes::Result::kChanged:
          errno = EAGAIN;
          return -1;
        case Futexes::Result::kTimedOut:
          errno = ETIMEDOUT;
          return -1;
      }
      return 0;
    }
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return runtime->futexes.Wake(place, static_cast<int>(value), code);
    default:
      runtime->schedule.Fail(FindingKind::kNotControlled, code,
                             "futex operation %ld is not known to the explorer",
                             operation);
  }
}

// Those that do what functions of the C library do that are refused.
static void RefuseOthers(long number, const long* arguments, uintptr_t code) {
  switch (number) {
    case SYS_fork:
    case SYS_vfork:
    case SYS_clone:
    case SYS_clone3:
      return Refuse(number == SYS_fork ? "fork" : "the system call",
                    "makes another process", code);
    case SYS_execve:
    case SYS_execveat:
      return Refuse("the system call", "would replace the program", code);
    case SYS_exit:
    case SYS_exit_group:
      runtime->schedule.Fail(
          FindingKind::kProgramEnded, code,
          "thread %d ended the program by calling exit_group(%ld)",
          runtime->schedule.running(), arguments[0]);
    case SYS_kill:
    case SYS_tkill:
      return SendSignal(static_cast<int>(arguments[1]),
                        arguments[0] == getpid(), code);
    case SYS_tgkill:
      return SendSignal(static_cast<int>(arguments[2]),
                        arguments[0] == getpid(), code);
    default:
      return;
  }
}

RACEFREE_EXPORT long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long a[6];
  for (long& argument : a) argument = va_arg(list, long);
  va_end(list);
  if (Exploring()) {
    if (number == SYS_futex) {
      return Futex(a[0], a[1], a[2], a[3], RACEFREE_CALLER);
    }
    RefuseOthers(number, a, RACEFREE_CALLER);
  }
  return RACEFREE_REAL(syscall, number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
