#ifndef RACEFREE_CHECKER_EXPLORE_OPTIONS_H_
#define RACEFREE_CHECKER_EXPLORE_OPTIONS_H_

#include <cstdint>

namespace racefree::explore {

// When a wait with a timeout, or a sleep, may end by time.
enum class TimeModel : uint8_t {
  // At any moment: other threads may be arbitrarily slow. Finds a sleep that is
  // used as synchronisation.
  kAnyTime,
  // Only when no other thread can run.
  kWhenIdle,
};

// How one schedule gets its memory back for the next.
enum class Mode : uint8_t {
  // Restores a snapshot. Fast.
  kSnapshot,
  // Forks a process for each schedule. Slow, and simple enough to check the
  // first against.
  kFork,
  // The same, and the program's threads are threads of the kernel that hand a
  // baton on: slower still, and no stack or register is switched by hand.
  kKernelThreads,
};

enum class SearchKind : uint8_t {
  // The default: reduction first, then bounds, then samples.
  kPortfolio,
  kDepthFirst,
  kReduction,
  kPreemptionBound,
  kDelayBound,
  kRandom,
  kPriorities,
  kPartialOrder,
};

// How a test is to be explored. The defaults suit a lesson's test.
struct Options {
  SearchKind search = SearchKind::kPortfolio;
  Mode mode = Mode::kSnapshot;
  TimeModel time = TimeModel::kAnyTime;
  // Whether a condition variable's wait may return without a notification.
  bool spurious_wake_ups = false;
  // Whether an atomic load may return any value that its memory order allows,
  // not only the newest.
  bool weak_memory = false;
  // Whether a data race ends the search. If not, it is only made visible.
  bool races_fail = true;
  // Whether the first finding ends the search. If not, its kind is noted as an
  // outcome and the search goes on: for tests of the searches themselves.
  bool stop_at_finding = true;
  // Budgets. The schedules of a search that ends by itself are not counted
  // against anything but the first.
  uint64_t max_schedules = 50000;
  double max_seconds = 10;
  // Whether exit(0) is a proper end, as of a whole program.
  bool may_exit = false;
  // Visible operations in one schedule.
  int max_steps = 10000;
  // Preemptions or delays, for the searches that are bounded.
  int bound = 2;
  uint64_t seed = 1;
  // How many processes explore at once, 1 or 2; 0: 2 if there are as many
  // processors. The result does not depend on it.
  int workers = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OPTIONS_H_
