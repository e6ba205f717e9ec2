#include "checker/explore/replay_plan.h"

#include "checker/explore/runtime.h"

namespace racefree::explore {

void MakePlan(const Options& options, const Result& result, ReplayPlan* plan) {
  plan->passes_races = result.consequence.kind != FindingKind::kNone;
  plan->kind =
      plan->passes_races ? result.consequence.kind : result.finding.kind;
  plan->weak_memory = options.weak_memory;
  plan->spurious_wake_ups = options.spurious_wake_ups;
  plan->time = options.time;
  plan->choice_points = runtime->appearances.noted();
  plan->path = result.path;
}

}  // namespace racefree::explore
