#include "checker/harness/real_condition_wait.h"

#include <pthread.h>
#include <time.h>

#include "checker/harness/build_kind.h"
#include "checker/harness/real_function.h"

// For the plain build see interpose_locks.cc.
#if !RACEFREE_PLAIN_BUILD

// A sanitizer's own replacements, which ours replace once more; null where it
// has none.
extern "C" {
__attribute__((weak)) int __interceptor_pthread_cond_timedwait(
    pthread_cond_t* condition, pthread_mutex_t* mutex,
    const timespec* deadline);
__attribute__((weak)) int __interceptor_pthread_cond_clockwait(
    pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
    const timespec* deadline);
}

namespace racefree {

int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline) {
  if (__interceptor_pthread_cond_timedwait != nullptr) {
    return __interceptor_pthread_cond_timedwait(condition, mutex, deadline);
  }
  static auto* const real =
      RealFunction<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)>(
          "pthread_cond_timedwait", kConditionVersion);
  return real(condition, mutex, deadline);
}

int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* deadline) {
  if (__interceptor_pthread_cond_clockwait != nullptr) {
    return __interceptor_pthread_cond_clockwait(condition, mutex, clock,
                                                deadline);
  }
  static auto* const real =
      RealFunction<int(pthread_cond_t*, pthread_mutex_t*, clockid_t,
                       const timespec*)>("pthread_cond_clockwait");
  return real(condition, mutex, clock, deadline);
}

}  // namespace racefree

#endif  // !RACEFREE_PLAIN_BUILD
