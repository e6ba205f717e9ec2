// Signals. A schedule can neither send nor handle them: when one arrives
// depends on the kernel, and what was asked for can not be taken back.

#include "checker/explore/interpose/signals.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "checker/explore/interpose/refuse.h"

namespace racefree::explore {
namespace {

const char* NameOf(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? name : "?";
}

void RefuseHandler(int signal, bool harmless, uintptr_t code) {
  // To ignore a signal, or not to, changes nothing here; except for those that
  // the explorer itself needs.
  if (!Exploring() || (harmless && !IsSignalOfExplorer(signal))) return;
  runtime->schedule.Fail(FindingKind::kNotControlled, code,
                         "thread %d sets a handler for signal %d (%s); signals "
                         "are not controlled by the explorer",
                         runtime->schedule.running(), signal, NameOf(signal));
}

bool IsDefault(sighandler_t handler) {
  return handler == SIG_IGN || handler == SIG_DFL;
}

}  // namespace

bool IsSignalOfExplorer(int signal) {
  for (const int own : kSignalsOfExplorer) {
    if (signal == own) return true;
  }
  return false;
}

void SendSignal(int signal, bool to_itself, uintptr_t code) {
  if (!Exploring() || signal == 0) return;
  const bool crashes = to_itself && IsSignalOfExplorer(signal);
  runtime->schedule.Fail(
      crashes ? FindingKind::kCrash : FindingKind::kNotControlled, code,
      crashes ? "thread %d was ended by signal %d (%s), which it sent itself"
              : "thread %d sends signal %d (%s); signals are not controlled by "
                "the explorer",
      runtime->schedule.running(), signal, NameOf(signal));
}

}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT int raise(int signal) noexcept {
  SendSignal(signal, true, RACEFREE_CALLER);
  return RACEFREE_REAL(raise, signal);
}

RACEFREE_EXPORT int kill(pid_t process, int signal) noexcept {
  SendSignal(signal, process == getpid(), RACEFREE_CALLER);
  return RACEFREE_REAL(kill, process, signal);
}

RACEFREE_EXPORT int killpg(pid_t group, int signal) noexcept {
  SendSignal(signal, false, RACEFREE_CALLER);
  return RACEFREE_REAL(killpg, group, signal);
}

RACEFREE_EXPORT int pthread_kill(pthread_t thread, int signal) noexcept {
  SendSignal(signal, thread == pthread_self(), RACEFREE_CALLER);
  return RACEFREE_REAL(pthread_kill, thread, signal);
}

RACEFREE_EXPORT int sigqueue(pid_t process, int signal,
                             const sigval value) noexcept {
  SendSignal(signal, process == getpid(), RACEFREE_CALLER);
  return RACEFREE_REAL(sigqueue, process, signal, value);
}

RACEFREE_EXPORT sighandler_t signal(int signal, sighandler_t handler) noexcept {
  RefuseHandler(signal, IsDefault(handler), RACEFREE_CALLER);
  return RealFunction<sighandler_t(int, sighandler_t)>("signal")(signal,
                                                                 handler);
}

RACEFREE_EXPORT int sigaction(int signal, const struct sigaction* wanted,
                              struct sigaction* before) noexcept {
  if (wanted != nullptr) {
    RefuseHandler(signal, IsDefault(wanted->sa_handler), RACEFREE_CALLER);
  }
  return RealFunction<int(int, const struct sigaction*, struct sigaction*)>(
      "sigaction")(signal, wanted, before);
}

// Which signals are blocked; never those that the explorer needs.
static int SetMask(const char* function, int how, const sigset_t* wanted,
                   sigset_t* before) {
  auto* const real =
      RealFunction<int(int, const sigset_t*, sigset_t*)>(function);
  if (!Exploring() || wanted == nullptr || how == SIG_UNBLOCK) {
    return real(how, wanted, before);
  }
  sigset_t allowed = *wanted;
  for (const int own : kSignalsOfExplorer) sigdelset(&allowed, own);
  return real(how, &allowed, before);
}

RACEFREE_EXPORT int pthread_sigmask(int how, const sigset_t* wanted,
                                    sigset_t* before) noexcept {
  return SetMask("pthread_sigmask", how, wanted, before);
}

RACEFREE_EXPORT int sigprocmask(int how, const sigset_t* wanted,
                                sigset_t* before) noexcept {
  return SetMask("sigprocmask", how, wanted, before);
}

RACEFREE_REFUSED("asks for a signal", unsigned, alarm,
                 (unsigned seconds) noexcept, seconds)
RACEFREE_REFUSED("asks for signals", int, setitimer,
                 (__itimer_which_t which, const itimerval* wanted,
                  itimerval* before) noexcept,
                 which, wanted, before)
RACEFREE_REFUSED("asks for signals", int, timer_create,
                 (clockid_t clock, sigevent* event, timer_t* timer) noexcept,
                 clock, event, timer)
