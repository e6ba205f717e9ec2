#include "checker/explore/crashes.h"

#include <cxxabi.h>
#include <dlfcn.h>
#include <sys/mman.h>
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
#include "checker/explore/interpose/signals.h"
#include "checker/explore/runtime.h"
#include "checker/explore/worker.h"

namespace racefree::explore {
namespace {

// The processor's mark for a fault by a write.
constexpr long long kWriteFault = 2;
constexpr size_t kSignalStack = size_t{64} << 10;
constexpr int kTickMilliseconds = 100;
// So many ticks of processor time without one visible operation.
constexpr int kTicksOfSilence = 5;
constexpr uintptr_t kFirstPage = 4096;
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

bool IsBeyondStack(uintptr_t address, uintptr_t stack_pointer) {
  const bool is_near = address + kNearStack > stack_pointer &&
                       address < stack_pointer + kNearStack;
  if (is_near) return true;
  // A large frame reaches far into the guard below the stack.
  const Schedule& schedule = runtime->schedule;
  const ThreadId self = schedule.running();
  if (self == 0) return false;
  const StackLender& lender = schedule.lenders[static_cast<size_t>(self - 1)];
  const auto stack_low = reinterpret_cast<uintptr_t>(lender.stack_low);
  return address < stack_low && address >= stack_low - kStackGuardSize;
}

void OnCrash(int signal, siginfo_t* info, void* context) {
  // A signal that was sent, rather than a fault, has no address.
  const bool is_fault = info->si_code > 0;
  const uintptr_t address =
      is_fault ? reinterpret_cast<uintptr_t>(info->si_addr) : 0;
  const bool writes =
      (static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_ERR] &
       kWriteFault) != 0;
  if (signal == SIGSEGV && writes && runtime->snapshot.Unprotect(address))
    return;
  if (!runtime->exploring) {
    AbandonWork(FindingKind::kNotControlled,
                "the explorer itself failed (signal %d, %s): nothing is known "
                "about the program",
                signal, sigabbrev_np(signal));
  }
  const auto stack = static_cast<uintptr_t>(
      static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RSP]);
  Schedule& schedule = runtime->schedule;
  if (signal == SIGSEGV && is_fault && IsBeyondStack(address, stack)) {
    schedule.Fail(FindingKind::kStackOverflow, CodeAt(context),
                  "thread %d ran out of stack: does a function call itself "
                  "without end?",
                  schedule.running());
  }
  schedule.Fail(FindingKind::kCrash, CodeAt(context),
                "thread %d was ended by signal %d (%s)%s", schedule.running(),
                signal, sigabbrev_np(signal),
                signal == SIGSEGV && is_fault && address < kFirstPage
                    ? ": it used a null pointer"
                    : "");
}

// The call that was interrupted, if it is one of a library's: "read", or "".
const char* NameOfCall(uintptr_t code) {
  Dl_info symbol;
  if (dladdr(reinterpret_cast<void*>(code), &symbol) == 0) return "";
  if (symbol.dli_sname == nullptr) return "";
  const char* name = symbol.dli_sname;
  while (*name == '_') ++name;
  if (strncmp(name, "libc_", 5) == 0) name += 5;
  return name;
}

// The parent saw this process asleep and woke it.
void OnWoken(uintptr_t code) {
  const bool still = runtime->exploring && runtime->runner == getpid() &&
                     runtime->woken_at_step == runtime->steps_in_all;
  if (!still) return;
  ++runtime->times_woken;
  const char* call = NameOfCall(code);
  runtime->schedule.NoteSlowFailure();
  runtime->schedule.Fail(
      FindingKind::kNotControlled, code,
      "thread %d sleeps in %s%s: the explorer knows nothing of what could wake "
      "it",
      runtime->schedule.running(), call[0] ? call : "a system call",
      call[0] ? "()" : "");
}

void OnTick(int, siginfo_t* info, void* context) {
  if (info->si_code == SI_USER) return OnWoken(CodeAt(context));
  if (!runtime->exploring || runtime->steps_in_all != watch->steps) {
    watch->steps = runtime->steps_in_all;
    watch->silent_ticks = 0;
    return;
  }
  // A schedule that is known to end in silence need not prove it again.
  const bool known = runtime->schedule.step() == runtime->silent_from_step;
  if (++watch->silent_ticks < (known ? 1 : kTicksOfSilence)) return;
  watch->silent_ticks = 0;
  runtime->schedule.NoteSlowFailure();
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
  // Not shared: a process and the one it forked may both get signals.
  void* stack = mmap(nullptr, kSignalStack, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack == MAP_FAILED) return false;
  stack_t alternative = {};
  alternative.ss_sp = stack;
  alternative.ss_size = kSignalStack;
  return sigaltstack(&alternative, nullptr) == 0;
}

void StartTicking() {
  itimerval every = {};
  every.it_interval.tv_usec = kTickMilliseconds * 1000;
  every.it_value = every.it_interval;
  setitimer(ITIMER_PROF, &every, nullptr);
}

bool CatchCrashes() {
  // A second worker has its own.
  watch = static_cast<Watch*>(MapShared(sizeof(Watch)));
  if (watch == nullptr || !UseOwnSignalStack()) return false;
  // Signals that write to it are how the snapshot learns what is written.
  stack_t stack;
  sigaltstack(nullptr, &stack);
  char* low = static_cast<char*>(stack.ss_sp);
  runtime->snapshot.Exclude(low, low + stack.ss_size);
  struct sigaction action = {};
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  action.sa_sigaction = OnCrash;
  for (const int signal : kSignalsOfExplorer) {
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
