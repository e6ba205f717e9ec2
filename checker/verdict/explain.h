#ifndef RACEFREE_CHECKER_VERDICT_EXPLAIN_H_
#define RACEFREE_CHECKER_VERDICT_EXPLAIN_H_

#include "checker/verdict/verdict.h"

namespace racefree {

// Sets `message`, `meaning` and `next_step` from the facts in the other
// members, in plain words. Members that have a text already are kept.
void Explain(Verdict* verdict);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_EXPLAIN_H_
