#ifndef RACEFREE_CHECKER_EXPLORE_WORKER_H_
#define RACEFREE_CHECKER_EXPLORE_WORKER_H_

#include <cstdint>

#include "checker/explore/finding.h"
#include "checker/explore/options.h"
#include "checker/explore/replay_plan.h"
#include "checker/explore/result.h"

namespace racefree::explore {

enum class Task : uint8_t {
  kSearch,
  // Runs result->path again and records its steps.
  kRecord,
  // Runs and records what `plan` says, and finds out how it ends.
  kReplay,
};

struct WorkOrder {
  Task task;
  Options options;
  Result* result;
  void (*body)(void*);
  void* argument;
  // How many threads the test may start.
  int threads;
  // When a search must stop, as RealSeconds() tells the time.
  double stop_at;
  // For kReplay.
  const ReplayPlan* plan = nullptr;
};

// Does the work and ends the process: to be called in a forked child.
[[noreturn]] void DoWork(const WorkOrder& order);

// Ends the process, for the explorer or the machine can not go on. The result
// tells why; it says nothing about the program. To be called in a worker, or in
// a process that it forked, while no schedule is being run.
[[noreturn]] void AbandonWork(FindingKind kind, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_WORKER_H_
