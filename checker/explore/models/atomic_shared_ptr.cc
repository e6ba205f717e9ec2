// What models/include/bits/shared_ptr_atomic.h calls.

#include <sched.h>

#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

namespace {

// Outside of schedules: one such operation at a time.
int busy = 0;

// The operation of a schedule that the running thread is in; no other thread
// runs before it is over.
AtomicAccess access;
bool in_schedule = false;

}  // namespace

RACEFREE_EXPORT void RacefreeBeginAtomic(const void* object, size_t size,
                                         int order, bool only_loads) {
  if (!Exploring()) {
    while (__atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE) != 0) sched_yield();
    return;
  }
  // On this stack until it is this thread's turn.
  AtomicAccess next;
  next.address = object;
  next.size = size;
  next.order = static_cast<Order>(order);
  next.code = RACEFREE_CALLER;
  next.site = RACEFREE_SITE;
  // It always loads the newest: an older one's memory may be gone.
  if (only_loads && !runtime->schedule.options().weak_memory) {
    runtime->atomics.BeforeLoad(next);
  } else {
    runtime->atomics.BeforeExchange(next);
  }
  access = next;
  in_schedule = true;
  runtime->exploring = false;
}

RACEFREE_EXPORT void RacefreeEndAtomic(int order, bool changed) {
  if (!in_schedule) {
    __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
    return;
  }
  in_schedule = false;
  runtime->exploring = true;
  // A failed exchange has another one.
  access.order = static_cast<Order>(order);
  if (changed) {
    runtime->atomics.AfterExchange(access, true);
  } else {
    runtime->atomics.AfterLoad(access, 0);
  }
}
