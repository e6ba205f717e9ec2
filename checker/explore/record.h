#ifndef RACEFREE_CHECKER_EXPLORE_RECORD_H_
#define RACEFREE_CHECKER_EXPLORE_RECORD_H_

#include "checker/explore/driver.h"
#include "checker/explore/replay_plan.h"

namespace racefree::explore {

// Runs the failing schedule in the driver's result once more and leaves its
// steps in the recorder. result->diverged tells if it did not fail again.
void Record(Driver* driver);

// Runs the schedule that `plan` describes, leaves its steps in the recorder and
// what it came to in the driver's result. result->diverged tells if the plan
// could not be followed.
void FollowPlan(Driver* driver, const ReplayPlan& plan);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_RECORD_H_
