#ifndef RACEFREE_CHECKER_EXPLORE_INTERPOSE_THREADS_H_
#define RACEFREE_CHECKER_EXPLORE_INTERPOSE_THREADS_H_

#include <pthread.h>

#include <cstdint>

namespace racefree::explore {

// Waits for the end of a thread. Returns 0, ESRCH, EDEADLK, EINVAL or
// ETIMEDOUT.
int Join(pthread_t pthread, void** result, uint64_t deadline, uintptr_t code);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_INTERPOSE_THREADS_H_
