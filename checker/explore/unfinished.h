#ifndef RACEFREE_CHECKER_EXPLORE_UNFINISHED_H_
#define RACEFREE_CHECKER_EXPLORE_UNFINISHED_H_

#include "checker/explore/options.h"
#include "checker/explore/result.h"

namespace racefree::explore {

// To be called when a search is over. If not one schedule ever came to its end,
// within the steps or within the time that it had, then that is the finding.
void JudgeUnfinished(const Options& options, Result* result);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_UNFINISHED_H_
