// What ends the program or leaves it. None of it can be taken back, so none of
// it is done while a schedule runs: it is reported.

#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/interpose/refuse.h"

using namespace racefree::explore;

static bool IsProperEnd(int status) {
  return status == 0 && runtime->schedule.options().may_exit;
}

#define RACEFREE_ENDS_PROGRAM(function)                                        \
  if (Exploring()) {                                                           \
    if (IsProperEnd(status)) runtime->schedule.End(Ending::kCompleted);        \
    runtime->schedule.Fail(FindingKind::kProgramEnded, RACEFREE_CALLER,        \
                           "thread %d ended the program by calling " #function \
                           "(%d)",                                             \
                           runtime->schedule.running(), status);               \
  }                                                                            \
  RealFunction<void(int)>(#function)(status);                                  \
  __builtin_unreachable()

RACEFREE_EXPORT void exit(int status) noexcept { RACEFREE_ENDS_PROGRAM(exit); }
RACEFREE_EXPORT void _exit(int status) { RACEFREE_ENDS_PROGRAM(_exit); }
RACEFREE_EXPORT void _Exit(int status) noexcept {
  RACEFREE_ENDS_PROGRAM(_Exit);
}
RACEFREE_EXPORT void quick_exit(int status) noexcept {
  RACEFREE_ENDS_PROGRAM(quick_exit);
}

RACEFREE_REFUSED("makes another process", pid_t, fork, () noexcept)
RACEFREE_REFUSED("makes another process", int, system, (const char* command),
                 command)
RACEFREE_REFUSED("makes another process", FILE*, popen,
                 (const char* command, const char* mode), command, mode)
RACEFREE_REFUSED("makes another process", int, posix_spawn,
                 (pid_t * child, const char* path,
                  const posix_spawn_file_actions_t* actions,
                  const posix_spawnattr_t* attributes, char* const arguments[],
                  char* const environment[]),
                 child, path, actions, attributes, arguments, environment)
RACEFREE_REFUSED("makes another process", int, posix_spawnp,
                 (pid_t * child, const char* file,
                  const posix_spawn_file_actions_t* actions,
                  const posix_spawnattr_t* attributes, char* const arguments[],
                  char* const environment[]),
                 child, file, actions, attributes, arguments, environment)

// A function that calls vfork must not return, so none can stand in for it: a
// fork does the same, more slowly.
RACEFREE_EXPORT pid_t vfork() noexcept {
  Refuse("vfork", "makes another process", RACEFREE_CALLER);
  return RACEFREE_REAL(fork);
}

RACEFREE_REFUSED("would replace the program", int, execve,
                 (const char* path, char* const arguments[],
                  char* const environment[]) noexcept,
                 path, arguments, environment)
RACEFREE_REFUSED("would replace the program", int, execv,
                 (const char* path, char* const arguments[]) noexcept, path,
                 arguments)
RACEFREE_REFUSED("would replace the program", int, execvp,
                 (const char* file, char* const arguments[]) noexcept, file,
                 arguments)
RACEFREE_REFUSED("would replace the program", int, execvpe,
                 (const char* file, char* const arguments[],
                  char* const environment[]) noexcept,
                 file, arguments, environment)
RACEFREE_REFUSED("would replace the program", int, fexecve,
                 (int file, char* const arguments[],
                  char* const environment[]) noexcept,
                 file, arguments, environment)

namespace {

constexpr size_t kMaxArguments = 1024;

// The arguments of execl() and its like.
using Arguments = FixedVector<char*, kMaxArguments>;

void Collect(const char* first, va_list list, Arguments* arguments) {
  for (const char* argument = first; argument != nullptr;
       argument = va_arg(list, const char*)) {
    arguments->push_back(const_cast<char*>(argument));
  }
  arguments->push_back(nullptr);
}

}  // namespace

#define RACEFREE_EXEC_LIST(function, with, first, ...)             \
  Refuse(#function, "would replace the program", RACEFREE_CALLER); \
  va_list list;                                                    \
  va_start(list, first);                                           \
  Arguments arguments;                                             \
  Collect(first, list, &arguments);                                \
  const int error = with(path, arguments.begin() __VA_ARGS__);     \
  va_end(list);                                                    \
  return error

RACEFREE_EXPORT int execl(const char* path, const char* first, ...) noexcept {
  RACEFREE_EXEC_LIST(execl, execv, first);
}
RACEFREE_EXPORT int execlp(const char* path, const char* first, ...) noexcept {
  RACEFREE_EXEC_LIST(execlp, execvp, first);
}
RACEFREE_EXPORT int execle(const char* path, const char* first, ...) noexcept {
  RACEFREE_EXEC_LIST(execle, execve, first, , va_arg(list, char**));
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
