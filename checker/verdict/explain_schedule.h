#ifndef RACEFREE_CHECKER_VERDICT_EXPLAIN_SCHEDULE_H_
#define RACEFREE_CHECKER_VERDICT_EXPLAIN_SCHEDULE_H_

#include "checker/verdict/explain_threads.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// The words for failures that the explorer finds, as far as they differ from
// those for the same kind of failure in one run. Empty texts otherwise.
Words ExplainSchedule(const Verdict& verdict);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_EXPLAIN_SCHEDULE_H_
