#ifndef RACEFREE_CHECKER_EXPLORE_INTERPOSE_REFUSE_H_
#define RACEFREE_CHECKER_EXPLORE_INTERPOSE_REFUSE_H_

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {

// Ends the schedule, if one is being run: `function` `does` what the explorer
// can not take back.
inline void Refuse(const char* function, const char* does, uintptr_t code) {
  if (!Exploring()) return;
  runtime->schedule.Fail(
      FindingKind::kNotControlled, code,
      "thread %d: %s %s, which the explorer does not control",
      runtime->schedule.running(), function, does);
}

// Defines a function that is refused while a schedule runs and otherwise is the
// C library's own:
//   RACEFREE_REFUSED("makes another process", pid_t, fork, () noexcept)
// with the names of the arguments, if any, last.
#define RACEFREE_REFUSED(does, type, function, parameters, ...) \
  RACEFREE_EXPORT type function parameters {                    \
    Refuse(#function, does, RACEFREE_CALLER);                   \
    return RACEFREE_REAL(function __VA_OPT__(, ) __VA_ARGS__);  \
  }

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_INTERPOSE_REFUSE_H_
