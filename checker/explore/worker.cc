#include "checker/explore/worker.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <new>

#include "checker/explore/crashes.h"
#include "checker/explore/driver.h"
#include "checker/explore/portfolio.h"
#include "checker/explore/record.h"
#include "checker/explore/runtime.h"
#include "checker/explore/shrink.h"
#include "checker/explore/unfinished.h"

namespace racefree::explore {
namespace {

constexpr size_t kDriverStack = size_t{1} << 20;
constexpr rlim_t kMainStack = rlim_t{8} << 20;
// Between this file's own frames and the body's.
constexpr size_t kGap = 4096;

const WorkOrder* order;
char* body_stack;

void Drive() {
  Driver driver(order->options, order->result, order->body, order->argument,
                body_stack, order->stop_at);
  if (order->task == Task::kRecord) {
    Record(&driver);
  } else if (order->task == Task::kReplay) {
    FollowPlan(&driver, *order->plan);
  } else {
    runtime->recorder.Start(Recorder::State::kOff);
    RunPortfolio(&driver);
    if (order->result->finding.kind != FindingKind::kNone) Shrink(&driver);
    JudgeUnfinished(order->options, order->result);
  }
  order->result->done = true;
  syscall(SYS_exit_group, 0);
}

// What the program prints would be printed thousands of times.
void Silence() {
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

}  // namespace

// Endless recursion of the test's own thread must end there too.
static void LimitStack() {
  rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0) return;
  limit.rlim_cur = std::min(limit.rlim_cur, kMainStack);
  setrlimit(RLIMIT_STACK, &limit);
}

void AbandonWork(FindingKind kind, const char* format, ...) {
  // What was found stays found, if it can not be shown step by step.
  if (order->task == Task::kSearch) {
    Finding& finding = order->result->finding;
    finding = Finding();
    finding.kind = kind;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding.message, sizeof(finding.message), format, arguments);
    va_end(arguments);
  }
  order->result->done = true;
  syscall(SYS_exit_group, 0);
  __builtin_unreachable();
}

void DoWork(const WorkOrder& work) {
  order = &work;
  runtime->runner = getpid();
  LimitStack();
  runtime->descriptors.KeepThese();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  Silence();
  Schedule& schedule = runtime->schedule;
  schedule.lenders.clear();
  new (&runtime->snapshot) Snapshot();
  bool ready = runtime->snapshot.Initialize();
  for (int i = 0; i < work.threads && ready; ++i) {
    StackLender lender;
    ready = MakeStackLender(&lender);
    if (!ready) break;
    schedule.lenders.push_back(lender);
    runtime->snapshot.Exclude(lender.stack_low, lender.storage_high);
    runtime->snapshot.AddAlwaysCopied(lender.storage_low, lender.storage_high);
  }
  // Private, for a forked schedule runs on a copy of it.
  char* driver_stack =
      static_cast<char*>(mmap(nullptr, kDriverStack, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  ready = ready && driver_stack != MAP_FAILED && CatchCrashes();
  runtime->snapshot.Exclude(driver_stack, driver_stack + kDriverStack);
  body_stack = static_cast<char*>(__builtin_frame_address(0)) - kGap;
  Context here;
  Context driver;
  PrepareContext(&driver, driver_stack + kDriverStack, CurrentThreadPointer(),
                 Drive);
  if (!ready) {
    AbandonWork(FindingKind::kMachineFault,
                "the machine has no memory, or no room for threads, left for "
                "the explorer: nothing is known about the program. Close other "
                "programs, or raise the limits that ulimit -a shows");
  }
  // The last thing before the first schedule.
  const char* obstacle = runtime->snapshot.Take(body_stack);
  if (obstacle != nullptr) {
    AbandonWork(FindingKind::kNotControlled,
                "the explorer can not save the program's memory: %s. Nothing "
                "is known about the program",
                obstacle);
  }
  SwitchContext(&here, driver);
  __builtin_unreachable();
}

}  // namespace racefree::explore
