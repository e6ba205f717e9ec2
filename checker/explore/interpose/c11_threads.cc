// C's own threads (<threads.h>). The C library builds them on its pthreads, by
// calls that can not be interposed, so they are built anew here, the same way:
// the types are those of pthreads by another name.

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <threads.h>
#include <time.h>

#include "checker/explore/interpose/interpose.h"
#include "checker/explore/interpose/mutex_request.h"
#include "checker/explore/interpose/threads.h"

using namespace racefree::explore;

static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t));
static_assert(sizeof(cnd_t) == sizeof(pthread_cond_t));
static_assert(sizeof(once_flag) == sizeof(pthread_once_t));

static int Outcome(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

static pthread_mutex_t* Mutex(mtx_t* mutex) {
  return reinterpret_cast<pthread_mutex_t*>(mutex);
}

RACEFREE_EXPORT int thrd_create(thrd_t* thread, thrd_start_t entry,
                                void* argument) {
  if (!Exploring()) return RACEFREE_REAL(thrd_create, thread, entry, argument);
  // An int is returned in the lower half of the register for a pointer.
  return Outcome(pthread_create(
      thread, nullptr,
      reinterpret_cast<void* (*)(void*)>(reinterpret_cast<void*>(entry)),
      argument));
}

RACEFREE_EXPORT int thrd_join(thrd_t thread, int* result) {
  if (!Exploring()) return RACEFREE_REAL(thrd_join, thread, result);
  void* pointer = nullptr;
  const int error = Join(thread, &pointer, 0, RACEFREE_CALLER);
  if (result != nullptr) {
    *result = static_cast<int>(reinterpret_cast<intptr_t>(pointer));
  }
  return Outcome(error);
}

RACEFREE_EXPORT int thrd_detach(thrd_t thread) {
  if (!Exploring()) return RACEFREE_REAL(thrd_detach, thread);
  return Outcome(pthread_detach(thread));
}

RACEFREE_EXPORT void thrd_exit(int result) {
  pthread_exit(reinterpret_cast<void*>(static_cast<intptr_t>(result)));
}

RACEFREE_EXPORT void thrd_yield() {
  if (!Exploring()) return RACEFREE_REAL(thrd_yield);
  sched_yield();
}

RACEFREE_EXPORT int thrd_sleep(const timespec* time, timespec* left) {
  if (!Exploring()) return RACEFREE_REAL(thrd_sleep, time, left);
  SleepUntil(After(*time), RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int mtx_lock(mtx_t* mutex) {
  if (!Exploring()) return RACEFREE_REAL(mtx_lock, mutex);
  return Outcome(
      runtime->locks.Lock(MutexRequest(Mutex(mutex), RACEFREE_CALLER)));
}

RACEFREE_EXPORT int mtx_timedlock(mtx_t* mutex, const timespec* deadline) {
  if (!Exploring()) return RACEFREE_REAL(mtx_timedlock, mutex, deadline);
  LockRequest request = MutexRequest(Mutex(mutex), RACEFREE_CALLER);
  request.deadline = Nanoseconds(*deadline);
  return Outcome(runtime->locks.Lock(request));
}

RACEFREE_EXPORT int mtx_trylock(mtx_t* mutex) {
  if (!Exploring()) return RACEFREE_REAL(mtx_trylock, mutex);
  LockRequest request = MutexRequest(Mutex(mutex), RACEFREE_CALLER);
  request.site = RACEFREE_SITE;
  return Outcome(runtime->locks.TryLock(request));
}

RACEFREE_EXPORT int mtx_unlock(mtx_t* mutex) {
  if (!Exploring()) return RACEFREE_REAL(mtx_unlock, mutex);
  runtime->locks.Unlock(mutex, RACEFREE_CALLER);
  return thrd_success;
}

RACEFREE_EXPORT void mtx_destroy(mtx_t* mutex) {
  if (!Exploring()) return RACEFREE_REAL(mtx_destroy, mutex);
  runtime->locks.Destroy(mutex, RACEFREE_CALLER);
}

RACEFREE_EXPORT int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  if (!Exploring()) return RACEFREE_REAL(cnd_wait, condition, mutex);
  runtime->conditions.Wait(condition, mutex, 0, RACEFREE_CALLER);
  return thrd_success;
}

RACEFREE_EXPORT int cnd_timedwait(cnd_t* condition, mtx_t* mutex,
                                  const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(cnd_timedwait, condition, mutex, deadline);
  }
  const bool woken = runtime->conditions.Wait(
      condition, mutex, Nanoseconds(*deadline), RACEFREE_CALLER);
  return woken ? thrd_success : thrd_timedout;
}

RACEFREE_EXPORT int cnd_signal(cnd_t* condition) {
  if (!Exploring()) return RACEFREE_REAL(cnd_signal, condition);
  runtime->conditions.Notify(condition, 1, RACEFREE_CALLER);
  return thrd_success;
}

RACEFREE_EXPORT int cnd_broadcast(cnd_t* condition) {
  if (!Exploring()) return RACEFREE_REAL(cnd_broadcast, condition);
  runtime->conditions.Notify(condition, kAll, RACEFREE_CALLER);
  return thrd_success;
}

RACEFREE_EXPORT void cnd_destroy(cnd_t* condition) {
  if (!Exploring()) return RACEFREE_REAL(cnd_destroy, condition);
  runtime->conditions.Destroy(condition, RACEFREE_CALLER);
}

RACEFREE_EXPORT int tss_create(tss_t* key, tss_dtor_t destroy) {
  return Outcome(pthread_key_create(key, destroy));
}

RACEFREE_EXPORT void call_once(once_flag* once, void (*routine)()) {
  pthread_once(reinterpret_cast<pthread_once_t*>(once), routine);
}

// As clock_gettime() has it, which the C library's own does not ask.
RACEFREE_EXPORT int timespec_get(timespec* time, int base) noexcept {
  if (!Exploring()) return RACEFREE_REAL(timespec_get, time, base);
  if (base != TIME_UTC) return 0;
  clock_gettime(CLOCK_REALTIME, time);
  return base;
}
