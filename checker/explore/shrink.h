#ifndef RACEFREE_CHECKER_EXPLORE_SHRINK_H_
#define RACEFREE_CHECKER_EXPLORE_SHRINK_H_

#include "checker/explore/driver.h"

namespace racefree::explore {

// Makes the failing schedule in the driver's result as easy to read as
// possible: fewest preemptions, then fewest context switches, with the same
// kind of failure. For a data race also looks for a schedule in which the race
// does harm, since that tells more than the race itself.
void Shrink(Driver* driver);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SHRINK_H_
