#ifndef RACEFREE_CHECKER_VERDICT_TELL_STEPS_H_
#define RACEFREE_CHECKER_VERDICT_TELL_STEPS_H_

#include "checker/verdict/page.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// The schedule that failed, as a table: one column for each thread, one row for
// each step. What the test's own thread does goes across all columns.
void TellSteps(const Verdict& verdict, Page* page);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_TELL_STEPS_H_
