#ifndef RACEFREE_CHECKER_HARNESS_REAL_CONDITION_WAIT_H_
#define RACEFREE_CHECKER_HARNESS_REAL_CONDITION_WAIT_H_

#include <pthread.h>
#include <time.h>

// The timed waits for a condition as they are without VirtualTime: in the plain
// build they keep the ThreadTable, in a sanitizer's build they are the
// sanitizer's. Thread-safe.

namespace racefree {

// pthread_cond_timedwait
int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline);

// pthread_cond_clockwait
int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* deadline);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_REAL_CONDITION_WAIT_H_
