#include "checker/harness/crash_record.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>

#include "absl/types/span.h"
#include "checker/harness/build_kind.h"
#include "checker/harness/shared_thread_table.h"
#include "checker/harness/stack_walk.h"
#include "checker/harness/thread_table.h"

namespace racefree {
namespace {

constexpr size_t kAlternateStackSize = 256 << 10;

#if RACEFREE_PLAIN_BUILD

void NoteCrash(int signal, siginfo_t*, void* context) {
  ThreadTable* table = SharedThreadTable();
  int32_t nobody = 0;
  // The first crash is the one to tell; others may follow from it.
  if (table != nullptr &&
      table->crash.thread_id.compare_exchange_strong(nobody, gettid())) {
    const auto& registers =
        static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    UnwindStack(absl::MakeSpan(table->crash.offsets),
                static_cast<uintptr_t>(registers[REG_RIP]));
  }
  // The handler was for one time: now the signal ends the program.
  raise(signal);
}

#endif  // RACEFREE_PLAIN_BUILD

}  // namespace

AlternateStack::AlternateStack()
    : memory_(mmap(nullptr, kAlternateStackSize, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
  if (memory_ == MAP_FAILED) return;
  stack_t stack = {};
  stack.ss_sp = memory_;
  stack.ss_size = kAlternateStackSize;
  sigaltstack(&stack, nullptr);
}

AlternateStack::~AlternateStack() {
  if (memory_ == MAP_FAILED) return;
  stack_t none = {};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
  munmap(memory_, kAlternateStackSize);
}

void RecordCrashes() {
#if RACEFREE_PLAIN_BUILD
  static const AlternateStack main_threads_stack;
  // The unwinder loads a library at its first use, which a handler must not do.
  Stack warm_up;
  UnwindStack(absl::MakeSpan(warm_up.offsets));
  struct sigaction action = {};
  action.sa_sigaction = NoteCrash;
  action.sa_flags =
      SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND) | SA_NODEFER;
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP}) {
    sigaction(signal, &action, nullptr);
  }
#endif
}

}  // namespace racefree
