// Replaces the thread library's lock calls by ones that also keep the
// ThreadTable, so that a deadlock can be told with its locks and owners.
// std::mutex, std::shared_mutex and std::condition_variable all come through
// here. absl::Mutex does not; it has a deadlock detector of its own.

#include "checker/harness/build_kind.h"

#if RACEFREE_PLAIN_BUILD

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "checker/harness/lock_record.h"
#include "checker/harness/real_condition_wait.h"
#include "checker/harness/real_function.h"

namespace {

using racefree::kConditionVersion;
using racefree::RealFunction;
using racefree::RecordHeld;
using racefree::RecordReleased;
using racefree::RecordWaiting;

// A lock that is free is taken at once: only a real wait is recorded as one.
template <typename Lock>
int LockRecorded(Lock* lock, int (*try_lock)(Lock*), int (*real_lock)(Lock*)) {
  if (try_lock(lock) == 0) {
    RecordHeld(lock);
    return 0;
  }
  RecordWaiting(lock);
  const int result = real_lock(lock);
  if (result == 0) RecordHeld(lock);
  return result;
}

template <typename Lock>
int TryLockRecorded(Lock* lock, int (*try_lock)(Lock*)) {
  const int result = try_lock(lock);
  if (result == 0) RecordHeld(lock);
  return result;
}

template <typename Lock>
int UnlockRecorded(Lock* lock, int (*unlock)(Lock*)) {
  RecordReleased(lock);
  return unlock(lock);
}

// While a thread waits for a condition it does not hold the mutex.
template <typename Wait>
int WaitRecorded(pthread_mutex_t* mutex, Wait wait) {
  RecordReleased(mutex);
  const int result = wait();
  RecordHeld(mutex);
  return result;
}

}  // namespace

namespace racefree {

int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* deadline) {
  static auto* const real =
      RealFunction<int(pthread_cond_t*, pthread_mutex_t*, const timespec*)>(
          "pthread_cond_timedwait", kConditionVersion);
  return WaitRecorded(mutex, [=] { return real(condition, mutex, deadline); });
}

int RealConditionWaitUntil(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           clockid_t clock, const timespec* deadline) {
  static auto* const real =
      RealFunction<int(pthread_cond_t*, pthread_mutex_t*, clockid_t,
                       const timespec*)>("pthread_cond_clockwait");
  return WaitRecorded(mutex,
                      [=] { return real(condition, mutex, clock, deadline); });
}

}  // namespace racefree

extern "C" {

int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  static auto* const real = RealFunction<int(pthread_mutex_t*)>(__func__);
  return TryLockRecorded(mutex, real);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) {
  static auto* const real_try =
      RealFunction<int(pthread_mutex_t*)>("pthread_mutex_trylock");
  static auto* const real = RealFunction<int(pthread_mutex_t*)>(__func__);
  return LockRecorded(mutex, real_try, real);
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  static auto* const real = RealFunction<int(pthread_mutex_t*)>(__func__);
  return UnlockRecorded(mutex, real);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) {
  static auto* const real = RealFunction<int(pthread_rwlock_t*)>(__func__);
  return TryLockRecorded(lock, real);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  static auto* const real_try =
      RealFunction<int(pthread_rwlock_t*)>("pthread_rwlock_tryrdlock");
  static auto* const real = RealFunction<int(pthread_rwlock_t*)>(__func__);
  return LockRecorded(lock, real_try, real);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) {
  static auto* const real = RealFunction<int(pthread_rwlock_t*)>(__func__);
  return TryLockRecorded(lock, real);
}

int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
  static auto* const real_try =
      RealFunction<int(pthread_rwlock_t*)>("pthread_rwlock_trywrlock");
  static auto* const real = RealFunction<int(pthread_rwlock_t*)>(__func__);
  return LockRecorded(lock, real_try, real);
}

int pthread_rwlock_unlock(pthread_rwlock_t* lock) {
  static auto* const real = RealFunction<int(pthread_rwlock_t*)>(__func__);
  return UnlockRecorded(lock, real);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  static auto* const real =
      RealFunction<int(pthread_cond_t*, pthread_mutex_t*)>(__func__,
                                                           kConditionVersion);
  return WaitRecorded(mutex, [=] { return real(condition, mutex); });
}

}  // extern "C"

#endif  // RACEFREE_PLAIN_BUILD
