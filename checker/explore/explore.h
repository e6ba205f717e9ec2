#ifndef RACEFREE_CHECKER_EXPLORE_EXPLORE_H_
#define RACEFREE_CHECKER_EXPLORE_EXPLORE_H_

#include <cstdint>

#include "checker/explore/options.h"
#include "checker/explore/replay_plan.h"
#include "checker/explore/result.h"

namespace racefree::explore {

// Runs `body(argument)` through its schedules, in a forked worker, and returns
// what was found. The result stays valid until the next call. To be called by
// the only thread of the process.
//
// After a finding, runtime->recorder holds the steps of the failing schedule as
// replayed in a second, fresh worker.
const Result& Explore(void (*body)(void*), void* argument,
                      const Options& options);

// Runs the one schedule of `body` that `plan` describes, and returns what it
// comes to, with its steps in runtime->recorder, as above. result.diverged: the
// plan could not be followed, for the code is not what it was.
const Result& ExploreAgain(void (*body)(void*), void* argument,
                           const Options& options, const ReplayPlan& plan);

// From within a body: notes how the program came out, for tests of the explorer
// that compare the sets of possible outcomes. Does nothing elsewhere.
void NoteOutcome(uint64_t outcome);

// From within a body: the schedule fails with this message. Does nothing, and
// returns, when no schedule is being run.
void FailSchedule(const char* file, int line, const char* message);

// From within a body: this test does not want to be judged, and why.
void SkipTest(const char* message);

// Whether a schedule is being run.
bool InSchedule();

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_EXPLORE_H_
