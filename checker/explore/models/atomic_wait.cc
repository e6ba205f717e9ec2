// What models/include/bits/atomic_wait.h calls.

#include <sched.h>

#include <cstring>

#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

// Outside of schedules there is nobody who could wake us: look again.
static bool IsOutside() {
  if (Exploring()) return false;
  sched_yield();
  return true;
}

RACEFREE_EXPORT void RacefreeAtomicWait(const void* address, const void* old,
                                        size_t size) {
  if (IsOutside()) return;
  runtime->futexes.Wait(address, old, size, 0, RACEFREE_CALLER);
}

RACEFREE_EXPORT void RacefreeAtomicNotify(const void* address, bool all) {
  if (!Exploring()) return;
  runtime->futexes.Wake(address, all ? kAll : 1, RACEFREE_CALLER);
}

RACEFREE_EXPORT void RacefreePeek(const void* address, void* bytes,
                                  size_t size) {
  memcpy(bytes, address, size);
}

RACEFREE_EXPORT bool RacefreeAwaitPositive(const int* counter,
                                           uint64_t deadline) {
  if (IsOutside()) return true;
  return runtime->futexes.AwaitPositive(counter, deadline, RACEFREE_CALLER);
}
