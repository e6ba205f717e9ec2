#ifndef RACEFREE_CHECKER_EXPLORE_WATCH_H_
#define RACEFREE_CHECKER_EXPLORE_WATCH_H_

#include <sys/types.h>
#include <sys/wait.h>

#include <csignal>

#include "checker/explore/result.h"

namespace racefree::explore {

// Waits until `worker` ends. The search ends by itself when the time is up; a
// worker that does not, by `last_moment` (as RealSeconds() tells the time), is
// killed. One that sleeps in the kernel is woken by a signal, so that it can
// tell where it slept (see CatchCrashes), and killed if it does not.
//
// A worker that did not come to its end leaves result->finding or, if it just
// had no more time, result->out_of_time.
void WatchWorker(pid_t worker, double last_moment, Result* result);

// Whether a process that ended so was killed by somebody else: its own calls of
// that kind are refused.
inline bool WasKilledFromOutside(int status) {
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_WATCH_H_
