// Threads: making, joining, yielding, ending; their keys and destructors.

#include "checker/explore/interpose/threads.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

bool HasEnded(const Operation& operation, ThreadId, int alternative) {
  return alternative == kTimedOut ||
         runtime->schedule.thread(operation.joins).finished;
}

}  // namespace

int Join(pthread_t pthread, void** result, uint64_t deadline, uintptr_t code) {
  Schedule& schedule = runtime->schedule;
  const ThreadId target = schedule.FindByPthread(pthread);
  if (target == kNobody) return ESRCH;
  Thread& thread = schedule.thread(target);
  if (target == schedule.running()) return EDEADLK;
  if (thread.joined || thread.detached) {
    schedule.Fail(FindingKind::kLockMisuse, code,
                  "thread %d joins thread %d, which was %s before",
                  schedule.running(), target,
                  thread.joined ? "joined" : "detached");
  }
  Operation join;
  join.name = "joins";
  join.enabled = HasEnded;
  join.joins = target;
  join.deadline = deadline;
  join.code = code;
  if (schedule.Perform(join) == kTimedOut) return ETIMEDOUT;
  runtime->happens_before.Acquire(schedule.running(),
                                  runtime->happens_before.clock(target));
  thread.joined = true;
  if (result != nullptr) *result = thread.result;
  return 0;
}

}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT int pthread_create(pthread_t* pthread,
                                   const pthread_attr_t* attributes,
                                   void* (*entry)(void*), void* argument) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_create, pthread, attributes, entry, argument);
  }
  Schedule& schedule = runtime->schedule;
  const ThreadId id = schedule.Create(entry, argument, pthread);
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  schedule.thread(id).detached = state == PTHREAD_CREATE_DETACHED;
  runtime->spinning.Acted(schedule.running());
  return 0;
}

RACEFREE_EXPORT int pthread_join(pthread_t pthread, void** result) {
  if (!Exploring()) return RACEFREE_REAL(pthread_join, pthread, result);
  return Join(pthread, result, 0, RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_timedjoin_np(pthread_t pthread, void** result,
                                         const timespec* deadline) {
  if (!Exploring()) {
    return RACEFREE_REAL(pthread_timedjoin_np, pthread, result, deadline);
  }
  return Join(pthread, result, Nanoseconds(*deadline), RACEFREE_CALLER);
}

RACEFREE_EXPORT int pthread_detach(pthread_t pthread) noexcept {
  if (!Exploring()) return RACEFREE_REAL(pthread_detach, pthread);
  Schedule& schedule = runtime->schedule;
  const ThreadId target = schedule.FindByPthread(pthread);
  if (target == kNobody) return ESRCH;
  Thread& thread = schedule.thread(target);
  if (thread.joined || thread.detached) {
    schedule.Fail(FindingKind::kLockMisuse, RACEFREE_CALLER,
                  "thread %d detaches thread %d, which was %s before",
                  schedule.running(), target,
                  thread.joined ? "joined" : "detached");
  }
  thread.detached = true;
  return 0;
}

RACEFREE_EXPORT int pthread_cancel(pthread_t pthread) {
  if (!Exploring()) return RACEFREE_REAL(pthread_cancel, pthread);
  runtime->schedule.Fail(FindingKind::kNotControlled, RACEFREE_CALLER,
                         "pthread_cancel is not controlled by the explorer");
}

// Yielding promises nothing; the choice is at the next operation anyway.
RACEFREE_EXPORT int sched_yield() noexcept {
  if (!Exploring()) return RACEFREE_REAL(sched_yield);
  return 0;
}

RACEFREE_EXPORT int pthread_key_create(pthread_key_t* key,
                                       void (*destroy)(void*)) noexcept {
  const int error = RACEFREE_REAL(pthread_key_create, key, destroy);
  if (error == 0) ThreadEnds::AddKey(*key, destroy);
  return error;
}

RACEFREE_EXPORT int pthread_key_delete(pthread_key_t key) noexcept {
  ThreadEnds::RemoveKey(key);
  return RACEFREE_REAL(pthread_key_delete, key);
}

extern "C" int __cxa_thread_atexit_impl(void (*destroy)(void*), void* object,
                                        void* module);

RACEFREE_EXPORT int __cxa_thread_atexit_impl(void (*destroy)(void*),
                                             void* object, void* module) {
  if (!Exploring()) {
    return RACEFREE_REAL(__cxa_thread_atexit_impl, destroy, object, module);
  }
  runtime->thread_ends.AtEndOf(runtime->schedule.running(), destroy, object);
  return 0;
}

// A program that sizes itself by the machine must do the same on every one.
RACEFREE_EXPORT int get_nprocs() noexcept {
  if (!Exploring()) return RealFunction<int()>("get_nprocs")();
  return 2;
}
