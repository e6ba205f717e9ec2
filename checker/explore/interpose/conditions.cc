// pthread condition variables, call_once and local statics: what sleeps until
// another thread acts.

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include <cstring>

#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

// The C library has condition variables of two layouts; this names the new one.
#define RACEFREE_REAL_CONDITION(function, ...)                       \
  [&] {                                                              \
    static auto* const real = reinterpret_cast<decltype(&function)>( \
        dlvsym(RTLD_NEXT, #function, "GLIBC_2.3.2"));                \
    return real(__VA_ARGS__);                                        \
  }()

RACEFREE_EXPORT int pthread_cond_wait(pthread_cond_t* condition,
                                      pthread_mutex_t* mutex) {
  if (!Exploring()) {
    return RACEFREE_REAL_CONDITION(pthread_cond_wait, condition, mutex);
  }
  runtime->conditions.Wait(condition, mutex, 0, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int pthread_cond_timedwait(pthread_cond_t* condition,
                                           pthread_mutex_t* mutex,
                                           const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL_CONDITION(pthread_cond_timedwait, condition, mutex,
                                   deadline);
  }
  return runtime->conditions.Wait(condition, mutex, Nanoseconds(*deadline),
                                  RACEFREE_CALLER)
             ? 0
             : ETIMEDOUT;
}

RACEFREE_EXPORT int pthread_cond_clockwait(pthread_cond_t* condition,
                                           pthread_mutex_t* mutex,
                                           clockid_t clock,
                                           const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_cond_clockwait, condition, mutex, clock,
                         deadline);
  }
  return runtime->conditions.Wait(condition, mutex, Nanoseconds(*deadline),
                                  RACEFREE_CALLER)
             ? 0
             : ETIMEDOUT;
}

RACEFREE_EXPORT int pthread_cond_signal(pthread_cond_t* condition) {
  if (!Exploring())
    return RACEFREE_REAL_CONDITION(pthread_cond_signal, condition);
  runtime->conditions.Notify(condition, 1, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int pthread_cond_broadcast(pthread_cond_t* condition) {
  if (!Exploring()) {
    return RACEFREE_REAL_CONDITION(pthread_cond_broadcast, condition);
  }
  runtime->conditions.Notify(condition, kAll, RACEFREE_CALLER);
  return 0;
}

RACEFREE_EXPORT int pthread_cond_destroy(pthread_cond_t* condition) {
  if (!Exploring()) {
    return RACEFREE_REAL_CONDITION(pthread_cond_destroy, condition);
  }
  runtime->conditions.Destroy(condition, RACEFREE_CALLER);
  return 0;
}

// What the C library leaves in a pthread_once_t when it is done.
static constexpr int kOnceDone = 2;

RACEFREE_EXPORT int pthread_once(pthread_once_t* once, void (*routine)()) {
  if (!Exploring()) return RACEFREE_REAL(pthread_once, once, routine);
  const uintptr_t code = RACEFREE_CALLER;
  if (IsQuietCaller(code)) return RACEFREE_REAL(pthread_once, once, routine);
  // Set up before the test began.
  if (*once == kOnceDone) return 0;
  if (!runtime->onces.Begin(once, code)) return 0;
  try {
    routine();
  } catch (...) {
    runtime->onces.End(once, false, code);
    throw;
  }
  runtime->onces.End(once, true, code);
  return 0;
}

// Local static variables. Their guard's first byte says "done"; compiled code
// reads it, as an atomic, before it calls.
extern "C" int __cxa_guard_acquire(char* guard);
extern "C" void __cxa_guard_release(char* guard);
extern "C" void __cxa_guard_abort(char* guard);

RACEFREE_EXPORT int __cxa_guard_acquire(char* guard) {
  if (!Exploring()) return RACEFREE_REAL(__cxa_guard_acquire, guard);
  if (*guard != 0) return 0;
  return runtime->onces.Begin(guard, RACEFREE_CALLER) ? 1 : 0;
}

RACEFREE_EXPORT void __cxa_guard_release(char* guard) {
  if (!Exploring()) return RACEFREE_REAL(__cxa_guard_release, guard);
  runtime->onces.End(guard, true, RACEFREE_CALLER);
  AtomicAccess store;
  store.address = guard;
  store.size = 1;
  store.order = Order::kRelease;
  *guard = 1;
  runtime->atomics.AfterStore(store, true);
}

RACEFREE_EXPORT void __cxa_guard_abort(char* guard) {
  if (!Exploring()) return RACEFREE_REAL(__cxa_guard_abort, guard);
  runtime->onces.End(guard, false, RACEFREE_CALLER);
}
