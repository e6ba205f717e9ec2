// What models/include/latch and models/include/semaphore call.

#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

RACEFREE_EXPORT void RacefreeMisuse(const char* what) {
  if (!Exploring()) return;
  runtime->schedule.Fail(FindingKind::kLockMisuse, RACEFREE_CALLER,
                         "thread %d %s", runtime->schedule.running(), what);
}
