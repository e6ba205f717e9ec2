#ifndef RACEFREE_CHECKER_EXPLORE_CRASHES_H_
#define RACEFREE_CHECKER_EXPLORE_CRASHES_H_

namespace racefree::explore {

// From here on a signal that would kill the process, an uncaught exception, and
// a loop without any visible operation each end the running schedule with a
// finding. Only in a worker. False if there is no memory for it.
bool CatchCrashes();

// For each further process that a worker forks: it does not inherit the timer
// that notices a loop without end.
void StartTicking();

// For each further thread of the kernel. False if there is no memory for it.
bool UseOwnSignalStack();

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_CRASHES_H_
