// POSIX semaphores and barriers, and objects that are shared with other
// processes, which the explorer refuses.

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>

#include <cstring>

#include "checker/explore/interpose/refuse.h"

using namespace racefree::explore;

// What the C library has left in one that was made before the test began.
static void Meet(sem_t* semaphore, uintptr_t code) {
  int value = 0;
  RACEFREE_REAL(sem_getvalue, semaphore, &value);
  runtime->semaphores.Meet(semaphore, value, code);
}

// As sem_timedwait and sem_clockwait return it: there is one virtual clock.
static int WaitUntil(sem_t* semaphore, const timespec& deadline,
                     uintptr_t code) {
  Meet(semaphore, code);
  if (runtime->semaphores.Wait(semaphore, Nanoseconds(deadline), code)) {
    return 0;
  }
  errno = ETIMEDOUT;
  return -1;
}

// The same; the third number of the C library's structure is the count.
static void Meet(pthread_barrier_t* barrier, uintptr_t code) {
  unsigned numbers[3];
  memcpy(numbers, barrier, sizeof(numbers));
  runtime->barriers.Meet(barrier, numbers[2], code);
}

RACEFREE_EXPORT int sem_init(sem_t* semaphore, int shared, unsigned value) {
  if (!Exploring()) return RACEFREE_REAL(sem_init, semaphore, shared, value);
  if (shared != 0) {
    Refuse("sem_init", "makes a semaphore for several processes",
           RACEFREE_CALLER);
  }
  runtime->semaphores.Initialize(semaphore, value);
  return 0;
}

RACEFREE_EXPORT int sem_destroy(sem_t* semaphore) {
  if (!Exploring()) return RACEFREE_REAL(sem_destroy, semaphore);
  Meet(semaphore, RACEFREE_CALLER);
  runtime->semaphores.Destroy(semaphore, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int sem_wait(sem_t* semaphore) {
  if (!Exploring()) return RACEFREE_REAL(sem_wait, semaphore);
  Meet(semaphore, RACEFREE_CALLER);
  runtime->semaphores.Wait(semaphore, 0, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int sem_trywait(sem_t* semaphore) {
  if (!Exploring()) return RACEFREE_REAL(sem_trywait, semaphore);
  Meet(semaphore, RACEFREE_CALLER);
  if (runtime->semaphores.TryWait(semaphore, RACEFREE_CALLER, RACEFREE_SITE)) {
    return 0;
  }
  errno = EAGAIN;
  return -1;
}

RACEFREE_EXPORT int sem_timedwait(sem_t* semaphore, const timespec* deadline) {
  if (!Exploring()) return RACEFREE_REAL(sem_timedwait, semaphore, deadline);
  return WaitUntil(semaphore, *deadline, RACEFREE_CALLER);
}

RACEFREE_EXPORT int sem_clockwait(sem_t* semaphore, clockid_t clock,
                                  const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(sem_clockwait, semaphore, clock, deadline);
  }
  return WaitUntil(semaphore, *deadline, RACEFREE_CALLER);
}

RACEFREE_EXPORT int sem_post(sem_t* semaphore) {
  if (!Exploring()) return RACEFREE_REAL(sem_post, semaphore);
  Meet(semaphore, RACEFREE_CALLER);
  runtime->semaphores.Post(semaphore, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int sem_getvalue(sem_t* semaphore, int* value) {
  if (!Exploring()) return RACEFREE_REAL(sem_getvalue, semaphore, value);
  Meet(semaphore, RACEFREE_CALLER);
  *value = static_cast<int>(runtime->semaphores.Value(semaphore));
  return 0;
}

RACEFREE_EXPORT int pthread_barrier_init(
    pthread_barrier_t* barrier, const pthread_barrierattr_t* attributes,
    unsigned count) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_barrier_init, barrier, attributes, count);
  }
  if (count == 0) return EINVAL;
  runtime->barriers.Initialize(barrier, count);
  return 0;
}

RACEFREE_EXPORT int pthread_barrier_wait(pthread_barrier_t* barrier) {
  if (!Exploring()) return RACEFREE_REAL(pthread_barrier_wait, barrier);
  Meet(barrier, RACEFREE_CALLER);
  return runtime->barriers.Wait(barrier, RACEFREE_CALLER)
             ? PTHREAD_BARRIER_SERIAL_THREAD
             : 0;
}

RACEFREE_EXPORT int pthread_barrier_destroy(pthread_barrier_t* barrier) {
  if (!Exploring()) return RACEFREE_REAL(pthread_barrier_destroy, barrier);
  Meet(barrier, RACEFREE_CALLER);
  runtime->barriers.Destroy(barrier, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT sem_t* sem_open(const char* name, int flags, ...) noexcept {
  Refuse("sem_open", "opens a semaphore for several processes",
         RACEFREE_CALLER);
  va_list list;
  va_start(list, flags);
  const int mode = va_arg(list, int);
  const unsigned value = va_arg(list, unsigned);
  va_end(list);
  return RACEFREE_REAL(sem_open, name, flags, mode, value);
}

#define RACEFREE_REFUSE_SHARED(function, type)                          \
  RACEFREE_EXPORT int function(type* attributes, int shared) noexcept { \
    if (shared == PTHREAD_PROCESS_SHARED) {                             \
      Refuse(#function, "shares an object with other processes",        \
             RACEFREE_CALLER);                                          \
    }                                                                   \
    return RACEFREE_REAL(function, attributes, shared);                 \
  }

RACEFREE_REFUSE_SHARED(pthread_mutexattr_setpshared, pthread_mutexattr_t)
RACEFREE_REFUSE_SHARED(pthread_rwlockattr_setpshared, pthread_rwlockattr_t)
RACEFREE_REFUSE_SHARED(pthread_condattr_setpshared, pthread_condattr_t)
RACEFREE_REFUSE_SHARED(pthread_barrierattr_setpshared, pthread_barrierattr_t)

RACEFREE_EXPORT int pthread_mutexattr_setrobust(pthread_mutexattr_t* attributes,
                                                int robust) noexcept {
  if (robust == PTHREAD_MUTEX_ROBUST) {
    Refuse("pthread_mutexattr_setrobust", "lets a mutex outlive its owner",
           RACEFREE_CALLER);
  }
  return RACEFREE_REAL(pthread_mutexattr_setrobust, attributes, robust);
}
