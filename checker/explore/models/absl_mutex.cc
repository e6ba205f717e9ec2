// absl::Mutex and absl::CondVar for explored programs, instead of Abseil's own
// mutex.cc. That one is a small scheduler in itself: explored as it is, it
// would multiply the states by a hundred. Here a lock is one operation, and
// waiting for a condition is waiting until the lock is free and the condition
// holds.
//
// Outside of schedules a plain lock that yields while it waits.

// This defines what the thread-safety annotations speak of.
#pragma clang diagnostic ignored "-Wthread-safety-analysis"

#include <sched.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "checker/explore/interpose/interpose.h"

namespace {

using racefree::explore::Exploring;
using racefree::explore::LockRequest;
using racefree::explore::runtime;

}  // namespace

namespace racefree::explore {
namespace {

LockRequest RequestFor(const void* mutex, bool shared, uintptr_t code) {
  LockRequest request;
  request.lock = mutex;
  request.shared = shared;
  request.code = code;
  return request;
}

// 0 is never; what is over already is one nanosecond after the beginning.
uint64_t DeadlineAfter(absl::Duration timeout) {
  if (timeout == absl::InfiniteDuration()) return 0;
  const int64_t nanoseconds = absl::ToInt64Nanoseconds(timeout);
  return runtime->schedule.now() +
         (nanoseconds > 0 ? static_cast<uint64_t>(nanoseconds) : 0);
}

uint64_t DeadlineAt(absl::Time time) {
  if (time == absl::InfiniteFuture()) return 0;
  const int64_t nanoseconds = absl::ToUnixNanos(time);
  return nanoseconds > 0 ? static_cast<uint64_t>(nanoseconds) : 1;
}

// Asked by the schedule, on behalf of a thread that waits: no access of any
// thread. What the condition reads only changes while the lock is held.
bool Holds(const absl::Condition& condition) {
  runtime->exploring = false;
  const bool holds = condition.Eval();
  runtime->exploring = true;
  return holds;
}

bool CanLockWhen(const Operation& operation, ThreadId, int alternative) {
  if (!runtime->locks.IsFree(operation.object)) return false;
  const bool holds =
      Holds(*reinterpret_cast<const absl::Condition*>(operation.argument));
  return alternative == kTimedOut ? !holds : holds;
}

bool CanLockSharedWhen(const Operation& operation, ThreadId, int alternative) {
  const auto lock = reinterpret_cast<uintptr_t>(operation.object);
  if (runtime->locks.Owner(lock) != kNobody) return false;
  const bool holds =
      Holds(*reinterpret_cast<const absl::Condition*>(operation.argument));
  return alternative == kTimedOut ? !holds : holds;
}

// Locks once `condition` holds, or at the deadline. Whether it holds.
bool LockWhen(const void* mutex, const absl::Condition& condition, bool shared,
              uint64_t deadline, uintptr_t code) {
  Operation lock;
  lock.name = "waits for a condition and locks";
  lock.enabled = shared ? CanLockSharedWhen : CanLockWhen;
  lock.object = const_cast<void*>(mutex);
  lock.argument = reinterpret_cast<uintptr_t>(&condition);
  lock.deadline = deadline;
  lock.code = code;
  lock.Touches(mutex, 1, shared ? Role::kAcquireShared : Role::kAcquire);
  runtime->schedule.Perform(lock);
  runtime->locks.Reacquire(mutex, shared ? 0 : 1);
  // Once more as this thread's own access, for the race detector.
  return condition.Eval();
}

bool Await(const void* mutex, const absl::Condition& condition,
           uint64_t deadline, uintptr_t code) {
  if (condition.Eval()) return true;
  const bool shared =
      !runtime->locks.IsHeldExclusivelyBy(mutex, runtime->schedule.running());
  runtime->locks.Unlock(mutex, code);
  return LockWhen(mutex, condition, shared, deadline, code);
}

// Outside of schedules the word of the mutex is -1 while locked, else the
// number of readers.
bool TryOutside(std::atomic<intptr_t>& word, bool shared) {
  intptr_t seen = word.load();
  if (shared) return seen >= 0 && word.compare_exchange_strong(seen, seen + 1);
  return seen == 0 && word.compare_exchange_strong(seen, -1);
}

void LockOutside(std::atomic<intptr_t>& word, bool shared) {
  while (!TryOutside(word, shared)) sched_yield();
}

void UnlockOutside(std::atomic<intptr_t>& word) {
  if (word.load() < 0) {
    word.store(0);
  } else {
    word.fetch_sub(1);
  }
}

void AwaitOutside(std::atomic<intptr_t>& word,
                  const absl::Condition& condition) {
  const bool shared = word.load() > 0;
  while (!condition.Eval()) {
    UnlockOutside(word);
    sched_yield();
    LockOutside(word, shared);
  }
}

}  // namespace
}  // namespace racefree::explore

namespace explore = racefree::explore;

namespace absl {
ABSL_NAMESPACE_BEGIN

// ---- Mutex

Mutex::~Mutex() {
  if (Exploring()) runtime->locks.Destroy(this, RACEFREE_CALLER);
}

void Mutex::Lock() {
  if (!Exploring()) return explore::LockOutside(mu_, false);
  runtime->locks.Lock(explore::RequestFor(this, false, RACEFREE_CALLER));
}

void Mutex::ReaderLock() {
  if (!Exploring()) return explore::LockOutside(mu_, true);
  runtime->locks.Lock(explore::RequestFor(this, true, RACEFREE_CALLER));
}

bool Mutex::TryLock() {
  if (!Exploring()) return explore::TryOutside(mu_, false);
  LockRequest request = explore::RequestFor(this, false, RACEFREE_CALLER);
  request.site = RACEFREE_SITE;
  return runtime->locks.TryLock(request) == 0;
}

bool Mutex::ReaderTryLock() {
  if (!Exploring()) return explore::TryOutside(mu_, true);
  LockRequest request = explore::RequestFor(this, true, RACEFREE_CALLER);
  request.site = RACEFREE_SITE;
  return runtime->locks.TryLock(request) == 0;
}

void Mutex::Unlock() {
  if (!Exploring()) return explore::UnlockOutside(mu_);
  runtime->locks.Unlock(this, RACEFREE_CALLER);
}

void Mutex::ReaderUnlock() {
  if (!Exploring()) return explore::UnlockOutside(mu_);
  runtime->locks.Unlock(this, RACEFREE_CALLER);
}

void Mutex::Await(const Condition& condition) {
  if (!Exploring()) return explore::AwaitOutside(mu_, condition);
  explore::Await(this, condition, 0, RACEFREE_CALLER);
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  if (!Exploring()) {
    explore::AwaitOutside(mu_, condition);
    return true;
  }
  return explore::Await(this, condition, explore::DeadlineAfter(timeout),
                        RACEFREE_CALLER);
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  if (!Exploring()) {
    explore::AwaitOutside(mu_, condition);
    return true;
  }
  return explore::Await(this, condition, explore::DeadlineAt(deadline),
                        RACEFREE_CALLER);
}

void Mutex::LockWhen(const Condition& condition) {
  if (!Exploring()) {
    explore::LockOutside(mu_, false);
    return explore::AwaitOutside(mu_, condition);
  }
  explore::LockWhen(this, condition, false, 0, RACEFREE_CALLER);
}

bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  if (!Exploring()) {
    LockWhen(condition);
    return true;
  }
  return explore::LockWhen(this, condition, false,
                           explore::DeadlineAfter(timeout), RACEFREE_CALLER);
}

bool Mutex::LockWhenWithDeadline(const Condition& condition, Time deadline) {
  if (!Exploring()) {
    LockWhen(condition);
    return true;
  }
  return explore::LockWhen(this, condition, false,
                           explore::DeadlineAt(deadline), RACEFREE_CALLER);
}

void Mutex::ReaderLockWhen(const Condition& condition) {
  if (!Exploring()) {
    explore::LockOutside(mu_, true);
    return explore::AwaitOutside(mu_, condition);
  }
  explore::LockWhen(this, condition, true, 0, RACEFREE_CALLER);
}

bool Mutex::ReaderLockWhenWithTimeout(const Condition& condition,
                                      Duration timeout) {
  if (!Exploring()) {
    ReaderLockWhen(condition);
    return true;
  }
  return explore::LockWhen(this, condition, true,
                           explore::DeadlineAfter(timeout), RACEFREE_CALLER);
}

bool Mutex::ReaderLockWhenWithDeadline(const Condition& condition,
                                       Time deadline) {
  if (!Exploring()) {
    ReaderLockWhen(condition);
    return true;
  }
  return explore::LockWhen(this, condition, true, explore::DeadlineAt(deadline),
                           RACEFREE_CALLER);
}

void Mutex::AssertHeld() const {
  if (!Exploring()) return;
  const int self = runtime->schedule.running();
  if (runtime->locks.IsHeldExclusivelyBy(this, self)) return;
  runtime->schedule.Fail(
      explore::FindingKind::kLockMisuse, RACEFREE_CALLER,
      "thread %d asserts that it holds a lock, which it does "
      "not",
      self);
}

void Mutex::AssertReaderHeld() const {
  if (!Exploring()) return;
  const int self = runtime->schedule.running();
  if (runtime->locks.IsHeldBy(this, self)) return;
  runtime->schedule.Fail(
      explore::FindingKind::kLockMisuse, RACEFREE_CALLER,
      "thread %d asserts that it holds a lock, which it does "
      "not",
      self);
}

// Debugging aids of the original: nothing to aid here.
void Mutex::AssertNotHeld() const {}
void Mutex::EnableDebugLog(const char*) {}
void Mutex::EnableInvariantDebugging(void (*)(void*), void*) {}
void Mutex::ForgetDeadlockInfo() {}
void Mutex::InternalAttemptToUseMutexInFatalSignalHandler() {}
void EnableMutexInvariantDebugging(bool) {}
void SetMutexDeadlockDetectionMode(OnDeadlockCycle) {}
void RegisterMutexProfiler(void (*)(int64_t)) {}
void RegisterMutexTracer(void (*)(const char*, const void*, int64_t)) {}
void RegisterCondVarTracer(void (*)(const char*, const void*)) {}
void RegisterSymbolizer(bool (*)(const void*, char*, int)) {}

void ReleasableMutexLock::Release() {
  this->mu_->Unlock();
  this->mu_ = nullptr;
}

// ---- CondVar

CondVar::~CondVar() {
  if (Exploring()) runtime->conditions.Destroy(this, RACEFREE_CALLER);
}

void CondVar::Wait(Mutex* mutex) {
  if (!Exploring()) {
    mutex->Unlock();
    sched_yield();
    return mutex->Lock();
  }
  runtime->conditions.Wait(this, mutex, 0, RACEFREE_CALLER);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  if (!Exploring()) {
    Wait(mutex);
    return false;
  }
  return !runtime->conditions.Wait(this, mutex, explore::DeadlineAfter(timeout),
                                   RACEFREE_CALLER);
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  if (!Exploring()) {
    Wait(mutex);
    return false;
  }
  return !runtime->conditions.Wait(this, mutex, explore::DeadlineAt(deadline),
                                   RACEFREE_CALLER);
}

void CondVar::Signal() {
  if (Exploring()) runtime->conditions.Notify(this, 1, RACEFREE_CALLER);
}

void CondVar::SignalAll() {
  if (!Exploring()) return;
  runtime->conditions.Notify(this, explore::kAll, RACEFREE_CALLER);
}

void CondVar::EnableDebugLog(const char*) {}

// ---- Condition

const Condition Condition::kTrue;

Condition::Condition()
    : eval_(nullptr), function_(nullptr), method_(nullptr), arg_(nullptr) {}

Condition::Condition(bool (*function)(void*), void* argument)
    : eval_(&CallVoidPtrFunction),
      function_(function),
      method_(nullptr),
      arg_(argument) {}

Condition::Condition(const bool* condition)
    : eval_(&CallVoidPtrFunction),
      function_([](void* place) {
        if (Exploring()) {
          runtime->CheckAccess(reinterpret_cast<uintptr_t>(place), 1,
                               RACEFREE_CALLER, false, false);
        }
        return *static_cast<bool*>(place);
      }),
      method_(nullptr),
      arg_(const_cast<bool*>(condition)) {}

bool Condition::CallVoidPtrFunction(const Condition* condition) {
  return (*condition->function_)(condition->arg_);
}

bool Condition::Eval() const { return eval_ == nullptr || (*eval_)(this); }

bool Condition::GuaranteedEqual(const Condition* a, const Condition* b) {
  return a == b;
}

ABSL_NAMESPACE_END
}  // namespace absl
