#ifndef RACEFREE_CHECKER_VERDICT_HANG_H_
#define RACEFREE_CHECKER_VERDICT_HANG_H_

#include "checker/verdict/source_files.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands why a program came to a standstill, from its threads' stacks and
// from the locks that they hold and wait for. kDeadlock if threads wait for
// each other in a circle (or one for itself): then `threads` holds exactly the
// circle, each waiting for what the next one holds. Else kHang, with all
// threads that are in the student's code or in the test.
Verdict UnderstandHang(const Supervision& supervision,
                       const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_HANG_H_
