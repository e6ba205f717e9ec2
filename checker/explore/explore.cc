#include "checker/explore/explore.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <new>

#include "checker/explore/arena.h"
#include "checker/explore/driver.h"
#include "checker/explore/interpose/interpose.h"
#include "checker/explore/runtime.h"
#include "checker/explore/worker.h"

namespace racefree::explore {
namespace {

constexpr int kUsualThreads = 8;
// A worker that shows no progress for so long is asleep in the kernel.
constexpr double kPatienceSeconds = 2;

Result* result;

void DescribeDeath(const char* format, int number) {
  if (result->finding.kind == FindingKind::kNone) {
    result->path = runtime->schedule.path();
    result->learned_count = runtime->learned.known().size();
  }
  result->finding.thread = runtime->schedule.running();
  snprintf(result->finding.message, sizeof(result->finding.message), format,
           number);
}

// Waits for the worker, or ends it when it hangs.
void Watch(pid_t worker, const Options& options) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, worker, 0));
  const double start = RealSeconds();
  double last_progress = start;
  uint64_t steps = 0;
  int status = 0;
  while (true) {
    pollfd ended = {handle, POLLIN, 0};
    poll(&ended, 1, 50);
    if (waitpid(worker, &status, WNOHANG) == worker) break;
    const double now = RealSeconds();
    if (runtime->steps_in_all != steps) {
      steps = runtime->steps_in_all;
      last_progress = now;
    }
    const bool late = now - start > options.max_seconds + kPatienceSeconds;
    if (!late && now - last_progress < kPatienceSeconds) continue;
    kill(worker, SIGKILL);
    waitpid(worker, &status, 0);
    result->finding.kind = FindingKind::kEndlessLoop;
    DescribeDeath(
        "thread %d neither goes on nor waits for anything that the explorer "
        "knows: is it in a call that blocks, such as read()?",
        runtime->schedule.running());
    break;
  }
  close(handle);
  if (result->done || result->finding.kind != FindingKind::kNone) return;
  result->finding.kind = FindingKind::kProgramEnded;
  if (WIFSIGNALED(status)) {
    DescribeDeath("the program was killed by signal %d while a schedule ran",
                  WTERMSIG(status));
  } else {
    DescribeDeath("the program ended, with status %d, while a schedule ran",
                  WEXITSTATUS(status));
  }
}

void Work(const WorkOrder& order) {
  order.result->done = false;
  fflush(nullptr);
  const pid_t worker = fork();
  if (worker == 0) DoWork(order);
  Watch(worker, order.options);
  // A worker that was killed had no time to say so.
  runtime->exploring = false;
}

}  // namespace

const Result& Explore(void (*body)(void*), void* argument,
                      const Options& options) {
  if (result == nullptr)
    result = static_cast<Result*>(MapShared(sizeof(Result)));
  if (result == nullptr || !StartRuntime()) {
    fprintf(stderr, "no memory for the explorer\n");
    abort();
  }
  memset(static_cast<void*>(result), 0, sizeof(Result));
  runtime->learned.Shorten(0);
  IsQuietCaller(0);
  runtime->thread_ends.KeepKeys();
  WorkOrder order = {Task::kSearch, options,  result,
                     body,          argument, kUsualThreads};
  Work(order);
  if (result->needs_threads) {
    memset(static_cast<void*>(result), 0, sizeof(Result));
    order.threads = kMaxThreads - 1;
    Work(order);
  }
  const bool can_replay = result->done;
  if (result->finding.kind != FindingKind::kNone && can_replay) {
    const double seconds = result->seconds;
    order.task = Task::kRecord;
    Work(order);
    result->seconds = seconds;
  }
  return *result;
}

void NoteOutcome(uint64_t outcome) {
  if (!Exploring()) return;
  AddOutcome(result, outcome);
}

void FailSchedule(const char* file, int line, const char* message) {
  if (!Exploring()) return;
  Finding* finding = runtime->schedule.mutable_finding();
  *finding = Finding();
  finding->kind = FindingKind::kFailedExpectation;
  finding->thread = runtime->schedule.running();
  snprintf(finding->file, sizeof(finding->file), "%s", file);
  finding->line = line;
  snprintf(finding->message, sizeof(finding->message), "%s", message);
  runtime->schedule.End(Ending::kFailed);
}

bool InSchedule() { return Exploring(); }

}  // namespace racefree::explore
