#include "checker/explore/explore.h"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <new>

#include "checker/explore/arena.h"
#include "checker/explore/driver.h"
#include "checker/explore/interpose/interpose.h"
#include "checker/explore/runtime.h"
#include "checker/explore/unfinished.h"
#include "checker/explore/watch.h"
#include "checker/explore/worker.h"

namespace racefree::explore {
namespace {

constexpr int kUsualThreads = 8;
// What a worker may take beyond the budget.
constexpr double kGraceSeconds = 0.8;

Result* result;

void TellMachineFault(Result* told) {
  told->finding = Finding();
  told->finding.kind = FindingKind::kMachineFault;
  snprintf(told->finding.message, sizeof(told->finding.message),
           "the machine has no memory, or no room for another process, left "
           "for the explorer: nothing is known about the program. Close other "
           "programs, or raise the limits that ulimit -a shows");
}

// `last_moment`: when the worker must have ended.
void Work(const WorkOrder& order, double last_moment) {
  order.result->done = false;
  fflush(nullptr);
  const pid_t worker = fork();
  if (worker < 0) return TellMachineFault(order.result);
  if (worker == 0) DoWork(order);
  runtime->runner = worker;
  WatchWorker(worker, last_moment, order.result);
  // A worker that was killed had no time to say so.
  runtime->exploring = false;
}

// The worker had no time to say so itself.
void TellThatTimeIsUp(const Options& options) {
  JudgeUnfinished(options, result);
  result->complete = false;
  snprintf(result->claim, sizeof(result->claim),
           "%llu schedules, which proves nothing (the time was up)",
           static_cast<unsigned long long>(result->schedules));
}

// After Prepare() has failed.
const Result& WhyNot() {
  if (result != nullptr && runtime != nullptr) return *result;
  static Result told;
  TellMachineFault(&told);
  return told;
}

// A worker gets a copy of the thread that forks it, and of no other.
bool OtherThreadsRun() {
  DIR* directory = opendir("/proc/self/task");
  if (directory == nullptr) return false;
  int count = 0;
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] != '.') ++count;
  }
  closedir(directory);
  return count > 1;
}

// Gets ready for another exploration. False if there is a reason why not.
bool Prepare(uintptr_t code) {
  if (Exploring()) {
    runtime->schedule.Fail(FindingKind::kNotControlled, code,
                           "thread %d starts an exploration within an "
                           "exploration",
                           runtime->schedule.running());
  }
  if (result == nullptr)
    result = static_cast<Result*>(MapShared(sizeof(Result)));
  if (result == nullptr || !StartRuntime()) return false;
  memset(static_cast<void*>(result), 0, sizeof(Result));
  runtime->learned.Shorten(0);
  runtime->appearances.Start(Appearances::State::kOff);
  runtime->recorder.Start(Recorder::State::kOff);
  runtime->silent_from_step = -1;
  IsQuietCaller(0);
  if (!OtherThreadsRun()) return true;
  result->finding.kind = FindingKind::kNotControlled;
  snprintf(result->finding.message, sizeof(result->finding.message),
           "the program has started threads before this test, which the "
           "explorer does not control");
  return false;
}

}  // namespace

const Result& Explore(void (*body)(void*), void* argument,
                      const Options& options) {
  if (!Prepare(RACEFREE_CALLER)) return WhyNot();
  const double start = RealSeconds();
  const double stop_at = start + options.max_seconds;
  const double last_moment = stop_at + kGraceSeconds;
  WorkOrder order = {Task::kSearch, options,       result, body,
                     argument,      kUsualThreads, stop_at};
  Work(order, last_moment);
  if (result->needs_threads) {
    memset(static_cast<void*>(result), 0, sizeof(Result));
    order.threads = kMaxThreads - 1;
    Work(order, last_moment);
  }
  if (result->finding.kind == FindingKind::kNone) {
    if (!result->done) TellThatTimeIsUp(options);
  }
  const bool can_replay = result->finding.kind != FindingKind::kMachineFault;
  if (result->finding.kind != FindingKind::kNone && can_replay) {
    order.task = Task::kRecord;
    Work(order, std::max(stop_at, RealSeconds()) + kGraceSeconds);
  }
  result->seconds = RealSeconds() - start;
  return *result;
}

const Result& ExploreAgain(void (*body)(void*), void* argument,
                           const Options& options, const ReplayPlan& plan) {
  if (!Prepare(RACEFREE_CALLER)) return WhyNot();
  const double stop_at = RealSeconds() + options.max_seconds;
  result->path = plan.path;
  const WorkOrder order = {Task::kReplay, options,         result,  body,
                           argument,      kMaxThreads - 1, stop_at, &plan};
  Work(order, stop_at + kGraceSeconds);
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

void SkipTest(const char* message) {
  if (!Exploring()) return;
  snprintf(result->skipped, sizeof(result->skipped), "%s", message);
}

bool InSchedule() { return Exploring(); }

}  // namespace racefree::explore
