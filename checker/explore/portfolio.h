#ifndef RACEFREE_CHECKER_EXPLORE_PORTFOLIO_H_
#define RACEFREE_CHECKER_EXPLORE_PORTFOLIO_H_

#include "checker/explore/driver.h"

namespace racefree::explore {

// Runs the search that the options name, or the default sequence: reduction,
// which proves most where it ends; else every schedule with 0, 1, 2
// preemptions; then random samples. Leaves what it found, or what can be
// claimed, in the driver's result.
void RunPortfolio(Driver* driver);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_PORTFOLIO_H_
