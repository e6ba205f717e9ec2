// pthread mutexes, readers-writer locks and spin locks.

#include <errno.h>
#include <pthread.h>

#include "checker/explore/interpose/interpose.h"
#include "checker/explore/interpose/mutex_request.h"

namespace racefree::explore {
namespace {

// The C library's own attempt to lock what nobody can hold: nothing to decide.
bool IsTrivial(uintptr_t code) { return !Exploring() || IsQuietCaller(code); }

}  // namespace
}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (IsTrivial(RACEFREE_CALLER))
    return RACEFREE_REAL(pthread_mutex_lock, mutex);
  return runtime->locks.Lock(MutexRequest(mutex, RACEFREE_CALLER));
}

RACEFREE_EXPORT int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  if (IsTrivial(RACEFREE_CALLER)) {
    return RACEFREE_REAL(pthread_mutex_trylock, mutex);
  }
  LockRequest request = MutexRequest(mutex, RACEFREE_CALLER);
  request.site = RACEFREE_SITE;
  return runtime->locks.TryLock(request);
}

RACEFREE_EXPORT int pthread_mutex_timedlock(pthread_mutex_t* mutex,
                                            const timespec* deadline) {
  if (!Exploring())
    return RACEFREE_REAL(pthread_mutex_timedlock, mutex, deadline);
  LockRequest request = MutexRequest(mutex, RACEFREE_CALLER);
  request.deadline = Nanoseconds(*deadline);
  return runtime->locks.Lock(request);
}

RACEFREE_EXPORT int pthread_mutex_clocklock(pthread_mutex_t* mutex,
                                            clockid_t clock,
                                            const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_mutex_clocklock, mutex, clock, deadline);
  }
  LockRequest request = MutexRequest(mutex, RACEFREE_CALLER);
  request.deadline = Nanoseconds(*deadline);
  return runtime->locks.Lock(request);
}

RACEFREE_EXPORT int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  if (IsTrivial(RACEFREE_CALLER)) {
    return RACEFREE_REAL(pthread_mutex_unlock, mutex);
  }
  if (MutexRequest(mutex, 0).checked &&
      !runtime->locks.IsHeldBy(mutex, runtime->schedule.running())) {
    return EPERM;
  }
  runtime->locks.Unlock(mutex, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int pthread_mutex_destroy(pthread_mutex_t* mutex) {
  if (Exploring()) runtime->locks.Destroy(mutex, RACEFREE_CALLER);
  return RACEFREE_REAL(pthread_mutex_destroy, mutex);
}

namespace racefree::explore {
namespace {

int LockReadWrite(pthread_rwlock_t* lock, bool shared, uint64_t deadline,
                  uintptr_t code) {
  LockRequest request;
  request.lock = lock;
  request.shared = shared;
  request.deadline = deadline;
  request.code = code;
  request.checked =
      runtime->locks.IsHeldExclusivelyBy(lock, runtime->schedule.running());
  return runtime->locks.Lock(request);
}

int TryLockReadWrite(pthread_rwlock_t* lock, bool shared, uintptr_t code,
                     uintptr_t site) {
  LockRequest request;
  request.lock = lock;
  request.shared = shared;
  request.code = code;
  request.site = site;
  return runtime->locks.TryLock(request);
}

}  // namespace
}  // namespace racefree::explore

RACEFREE_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_rwlock_rdlock, lock);
  return LockReadWrite(lock, true, 0, RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_rwlock_wrlock, lock);
  return LockReadWrite(lock, false, 0, RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_rwlock_tryrdlock, lock);
  return TryLockReadWrite(lock, true, RACEFREE_CALLER, RACEFREE_SITE);
}

RACEFREE_EXPORT int pthread_rwlock_trywrlock(pthread_rwlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_rwlock_trywrlock, lock);
  return TryLockReadWrite(lock, false, RACEFREE_CALLER, RACEFREE_SITE);
}

RACEFREE_EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t* lock,
                                               const timespec* deadline) {
  if (!Exploring())
    return RACEFREE_REAL(pthread_rwlock_timedrdlock, lock, deadline);
  return LockReadWrite(lock, true, Nanoseconds(*deadline), RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t* lock,
                                               const timespec* deadline) {
  if (!Exploring())
    return RACEFREE_REAL(pthread_rwlock_timedwrlock, lock, deadline);
  return LockReadWrite(lock, false, Nanoseconds(*deadline), RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t* lock,
                                               clockid_t clock,
                                               const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_rwlock_clockrdlock, lock, clock, deadline);
  }
  return LockReadWrite(lock, true, Nanoseconds(*deadline), RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t* lock,
                                               clockid_t clock,
                                               const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_rwlock_clockwrlock, lock, clock, deadline);
  }
  return LockReadWrite(lock, false, Nanoseconds(*deadline), RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_rwlock_unlock(pthread_rwlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_rwlock_unlock, lock);
  runtime->locks.Unlock(lock, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int pthread_rwlock_destroy(pthread_rwlock_t* lock) {
  if (Exploring()) runtime->locks.Destroy(lock, RACEFREE_CALLER);
  return RACEFREE_REAL(pthread_rwlock_destroy, lock);
}

RACEFREE_EXPORT int pthread_spin_destroy(pthread_spinlock_t* lock) noexcept {
  if (Exploring()) {
    runtime->locks.Destroy(const_cast<int*>(lock), RACEFREE_CALLER);
  }
  return RACEFREE_REAL(pthread_spin_destroy, lock);
}

RACEFREE_EXPORT int pthread_spin_lock(pthread_spinlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_spin_lock, lock);
  LockRequest request;
  request.lock = const_cast<int*>(lock);
  request.code = RACEFREE_CALLER;
  return runtime->locks.Lock(request);
}

RACEFREE_EXPORT int pthread_spin_trylock(pthread_spinlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_spin_trylock, lock);
  LockRequest request;
  request.lock = const_cast<int*>(lock);
  request.code = RACEFREE_CALLER;
  request.site = RACEFREE_SITE;
  return runtime->locks.TryLock(request);
}

RACEFREE_EXPORT int pthread_spin_unlock(pthread_spinlock_t* lock) {
  if (!Exploring()) return RACEFREE_REAL(pthread_spin_unlock, lock);
  runtime->locks.Unlock(const_cast<int*>(lock), RACEFREE_CALLER);
  return 0;
}
