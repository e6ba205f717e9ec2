#ifndef RACEFREE_CHECKER_EXPLORE_DEADLOCK_H_
#define RACEFREE_CHECKER_EXPLORE_DEADLOCK_H_

#include "checker/explore/finding.h"

namespace racefree::explore {

class Schedule;

// No thread can run. Says which kind of standstill it is: a cycle of locks, a
// wait that nobody is left to end, or loops that wait for a change that never
// comes.
void DescribeStandstill(Schedule& schedule, Finding* finding);

// Of a schedule that came back to where it was before.
void DescribeLiveLock(Schedule& schedule, Finding* finding);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_DEADLOCK_H_
