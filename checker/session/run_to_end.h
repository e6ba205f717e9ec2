#ifndef RACEFREE_CHECKER_SESSION_RUN_TO_END_H_
#define RACEFREE_CHECKER_SESSION_RUN_TO_END_H_

#include <vector>

#include "checker/session/signals.h"
#include "checker/session/wait_for_input.h"

namespace racefree {

// Waits until a task (a ChildProcess, BazelRun, Judging, Checking) has ended,
// and calls `look` whenever something happened. A signal cancels the task.
// Returns false if one came.
template <typename Task, typename Look>
bool RunToEnd(Task& task, Signals& signals, Look look) {
  bool interrupted = false;
  for (;;) {
    task.Proceed();
    if (!interrupted) look();
    if (task.ended()) return !interrupted;
    std::vector<int> descriptors = task.descriptors();
    descriptors.push_back(signals.descriptor());
    WaitForInput(descriptors);
    if (signals.Read().has_value()) {
      interrupted = true;
      task.Cancel();
    }
  }
}

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_RUN_TO_END_H_
