#include "checker/explore/unfinished.h"

#include <cstdio>

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

// Enough to show what goes on and on.
constexpr size_t kShownSteps = 100;

ThreadId Busiest(const Path& path) {
  int steps[kMaxThreads] = {};
  ThreadId busiest = 0;
  for (const Choice& choice : path) {
    if (++steps[choice.thread] > steps[busiest]) busiest = choice.thread;
  }
  return busiest;
}

}  // namespace

void JudgeUnfinished(const Options& options, Result* result) {
  if (result->finding.kind != FindingKind::kNone || result->any_completed) {
    return;
  }
  if (!result->too_long && !result->out_of_time) return;
  Finding& finding = result->finding;
  finding.kind = FindingKind::kEndlessLoop;
  result->path = runtime->schedule.path();
  result->learned_count = runtime->learned.known().size();
  finding.thread = Busiest(result->path);
  finding.code = runtime->schedule.thread(finding.thread).pending.code;
  if (result->too_long) {
    snprintf(finding.message, sizeof(finding.message),
             "in no order this test comes to its end within %d steps: does "
             "thread %d, which does most of them, ever stop?",
             options.max_steps, finding.thread);
    if (result->path.size() > kShownSteps) {
      result->path.resize_down(kShownSteps);
    }
  } else {
    snprintf(finding.message, sizeof(finding.message),
             "not once this test came to its end within %g seconds; thread %d "
             "did most of its steps",
             options.max_seconds, finding.thread);
  }
}

}  // namespace racefree::explore
