#ifndef RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
#define RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_

#include <functional>

namespace racefree {

// Runs `first` and `second` alternately, `rounds` times each, on two threads of
// their own; returns when both are done. `first` begins.
//
// The two never run at the same time, so what they see is the same on every
// run. But they pass on the turn by a SilentCounter: for ThreadSanitizer they
// are concurrent, and it reports every pair of accesses that the code under
// test does not order itself. No luck is needed.
void TakeTurns(int rounds, const std::function<void()>& first,
               const std::function<void()>& second);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_TAKE_TURNS_H_
