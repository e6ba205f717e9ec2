#ifndef RACEFREE_CHECKER_EXPLORE_WORKER_H_
#define RACEFREE_CHECKER_EXPLORE_WORKER_H_

#include "checker/explore/options.h"
#include "checker/explore/result.h"

namespace racefree::explore {

enum class Task : uint8_t {
  kSearch,
  // Replays result->path and records its steps.
  kRecord,
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
};

// Does the work and ends the process: to be called in a forked child.
[[noreturn]] void DoWork(const WorkOrder& order);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_WORKER_H_
