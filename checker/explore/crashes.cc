#include "checker/explore/crashes.h"

#include <cxxabi.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <ucontext.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

#include "checker/explore/arena.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

// The processor's mark for a fault by a write.
constexpr long long kWriteFault = 2;
constexpr size_t kSignalStack = size_t{64} << 10;
constexpr int kTickMilliseconds = 100;
// So many ticks of processor time without one visible operation.
constexpr int kTicksOfSilence = 5;
// How far beyond the stack pointer an access may be and still be the stack's.
constexpr uintptr_t kNearStack = 64 << 10;

struct Watch {
  uint64_t steps;
  int silent_ticks;
};
Watch* watch;

uintptr_t CodeAt(void* context) {
  return static_cast<uintptr_t>(
      static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
}

void OnCrash(int signal, siginfo_t* info, void* context) {
  const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
  const bool writes =
      (static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] &
       kWriteFault) != 0;
  if (signal == SIGSEGV && writes && runtime->snapshot.Unprotect(address))
    return;
  if (!runtime->exploring) {
    // A fault of the explorer itself: the parent sees it.
    syscall(SYS_exit_group, 100 + signal);
  }
  const auto stack = static_cast<uintptr_t>(
      static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RSP]);
  Schedule& schedule = runtime->schedule;
  if (signal == SIGSEGV && address + kNearStack > stack &&
      address < stack + kNearStack) {
    schedule.Fail(FindingKind::kStackOverflow, CodeAt(context),
                  "thread %d ran out of stack: does a function call itself "
                  "without end?",
                  schedule.running());
  }
  schedule.Fail(
      FindingKind::kCrash, CodeAt(context),
      "thread %d was ended by signal %d (%s)%s", schedule.running(), signal,
      sigabbrev_np(signal),
      signal == SIGSEGV && address < 4096 ? ": it used a null pointer" : "");
}

void OnTick(int, siginfo_t*, void* context) {
  if (!runtime->exploring || runtime->steps_in_all != watch->steps) {
    watch->steps = runtime->steps_in_all;
    watch->silent_ticks = 0;
    return;
  }
  if (++watch->silent_ticks < kTicksOfSilence) return;
  watch->silent_ticks = 0;
  runtime->schedule.Fail(FindingKind::kEndlessLoop, CodeAt(context),
                         "thread %d runs on and on without doing anything that "
                         "another thread could see",
                         runtime->schedule.running());
}

void OnTerminate() {
  if (!runtime->exploring) abort();
  Schedule& schedule = runtime->schedule;
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) {
    schedule.Fail(FindingKind::kTerminate, 0,
                  "std::terminate was called in thread %d: was a std::thread "
                  "destroyed that nobody joined?",
                  schedule.running());
  }
  // From here on the program's own code must not be scheduled any more.
  runtime->exploring = false;
  static char text[512];
  try {
    throw;
  } catch (const std::exception& exception) {
    snprintf(text, sizeof(text), ": %s", exception.what());
  } catch (...) {
    text[0] = '\0';
  }
  int status = 0;
  char* name = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  runtime->exploring = true;
  schedule.Fail(FindingKind::kUncaughtException, 0,
                "an exception left thread %d uncaught: %s%s",
                schedule.running(), name != nullptr ? name : type->name(),
                text);
}

}  // namespace

bool UseOwnSignalStack() {
  stack_t alternative = {};
  alternative.ss_sp = MapShared(kSignalStack);
  alternative.ss_size = kSignalStack;
  if (alternative.ss_sp == nullptr) return false;
  return sigaltstack(&alternative, nullptr) == 0;
}

void StartTicking() {
  itimerval every = {};
  every.it_interval.tv_usec = kTickMilliseconds * 1000;
  every.it_value = every.it_interval;
  setitimer(ITIMER_PROF, &every, nullptr);
}

bool CatchCrashes() {
  watch = static_cast<Watch*>(MapShared(sizeof(Watch)));
  if (watch == nullptr || !UseOwnSignalStack()) return false;
  struct sigaction action = {};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  action.sa_sigaction = OnCrash;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigaction(signal, &action, nullptr);
  }
  action.sa_flags |= SA_RESTART;
  action.sa_sigaction = OnTick;
  sigaction(SIGPROF, &action, nullptr);
  StartTicking();
  std::set_terminate(OnTerminate);
  return true;
}

}  // namespace racefree::explore
