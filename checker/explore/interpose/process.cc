// What ends the program or leaves it. None of it can be taken back, so none of
// it is done while a schedule runs: it is reported.

#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

#define RACEFREE_ENDS_PROGRAM(function, ...)                                  \
  if (Exploring()) {                                                          \
    runtime->schedule.Fail(FindingKind::kProgramEnded, RACEFREE_CALLER,       \
                           "the program ended itself by calling " #function); \
  }                                                                           \
  RealFunction<void(int)>(#function)(__VA_ARGS__);                            \
  __builtin_unreachable()

RACEFREE_EXPORT void exit(int status) noexcept {
  RACEFREE_ENDS_PROGRAM(exit, status);
}
RACEFREE_EXPORT void _exit(int status) { RACEFREE_ENDS_PROGRAM(_exit, status); }
RACEFREE_EXPORT void _Exit(int status) noexcept {
  RACEFREE_ENDS_PROGRAM(_Exit, status);
}
RACEFREE_EXPORT void quick_exit(int status) noexcept {
  RACEFREE_ENDS_PROGRAM(quick_exit, status);
}

// Only while a schedule runs: otherwise falls through.
static void RefuseToLeave(const char* function, uintptr_t code) {
  if (!Exploring()) return;
  runtime->schedule.Fail(FindingKind::kNotControlled, code,
                         "%s makes another process, which the explorer does "
                         "not control",
                         function);
}

RACEFREE_EXPORT pid_t fork() noexcept {
  RefuseToLeave("fork", RACEFREE_CALLER);
  return RACEFREE_REAL(fork);
}

RACEFREE_EXPORT int system(const char* command) {
  RefuseToLeave("system", RACEFREE_CALLER);
  return RACEFREE_REAL(system, command);
}

RACEFREE_EXPORT int execve(const char* path, char* const arguments[],
                           char* const environment[]) noexcept {
  RefuseToLeave("execve", RACEFREE_CALLER);
  return RACEFREE_REAL(execve, path, arguments, environment);
}

RACEFREE_EXPORT int pthread_kill(pthread_t thread, int signal) noexcept {
  if (Exploring()) {
    runtime->schedule.Fail(FindingKind::kNotControlled, RACEFREE_CALLER,
                           "signals between threads are not controlled by the "
                           "explorer");
  }
  return RACEFREE_REAL(pthread_kill, thread, signal);
}

RACEFREE_EXPORT void __assert_fail(const char* expression, const char* file,
                                   unsigned line,
                                   const char* function) noexcept {
  if (Exploring()) {
    runtime->schedule.Fail(FindingKind::kFailedExpectation, RACEFREE_CALLER,
                           "%s:%u: assertion failed: %s", file, line,
                           expression);
  }
  RealFunction<void(const char*, const char*, unsigned, const char*)>(
      "__assert_fail")(expression, file, line, function);
  __builtin_unreachable();
}
