#ifndef RACEFREE_CHECKER_EXPLORE_INTERPOSE_SIGNALS_H_
#define RACEFREE_CHECKER_EXPLORE_INTERPOSE_SIGNALS_H_

#include <signal.h>

#include <cstdint>

namespace racefree::explore {

// Those that the explorer must get itself: what crashes a program, and the tick
// of its watch.
inline constexpr int kSignalsOfExplorer[] = {SIGSEGV, SIGBUS,  SIGFPE, SIGILL,
                                             SIGABRT, SIGTRAP, SIGPROF};
bool IsSignalOfExplorer(int signal);

// The program sends a signal: ends the schedule, if one is being run.
void SendSignal(int signal, bool to_itself, uintptr_t code);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_INTERPOSE_SIGNALS_H_
