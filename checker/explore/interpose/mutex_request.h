#ifndef RACEFREE_CHECKER_EXPLORE_INTERPOSE_MUTEX_REQUEST_H_
#define RACEFREE_CHECKER_EXPLORE_INTERPOSE_MUTEX_REQUEST_H_

#include <pthread.h>

#include <cstdint>

#include "checker/explore/objects/locks.h"

namespace racefree::explore {

// What locking `mutex`, from the program's line `code`, means.
inline LockRequest MutexRequest(pthread_mutex_t* mutex, uintptr_t code) {
  LockRequest request;
  request.lock = mutex;
  // The initialiser has left the kind here; the low bits tell it.
  const int kind = mutex->__data.__kind & 3;
  request.recursive = kind == PTHREAD_MUTEX_RECURSIVE_NP;
  request.checked = kind == PTHREAD_MUTEX_ERRORCHECK_NP;
  request.code = code;
  return request;
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_INTERPOSE_MUTEX_REQUEST_H_
