#ifndef RACEFREE_CHECKER_EXPLORE_REPLAY_PLAN_H_
#define RACEFREE_CHECKER_EXPLORE_REPLAY_PLAN_H_

#include <cstdint>

#include "checker/explore/appearances.h"
#include "checker/explore/finding.h"
#include "checker/explore/options.h"
#include "checker/explore/result.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// All that must be known to run one failing schedule again, in a program whose
// code lies elsewhere.
struct ReplayPlan {
  // What ended the schedule.
  FindingKind kind = FindingKind::kNone;
  // Whether it went on after a data race, to the harm that the race does.
  bool passes_races = false;
  bool weak_memory = false;
  bool spurious_wake_ups = false;
  TimeModel time = TimeModel::kAnyTime;
  Appearances::Numbers choice_points;
  Path path;
};

// The plan for what Explore() has just found.
void MakePlan(const Options& options, const Result& result, ReplayPlan* plan);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_REPLAY_PLAN_H_
