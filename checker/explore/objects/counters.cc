#include "checker/explore/objects/counters.h"

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

bool IsPositive(const Operation& operation, ThreadId, int alternative) {
  const bool positive = runtime->semaphores.Value(operation.object) > 0;
  return alternative == kTimedOut ? !positive : positive;
}

bool RoundIsDone(const Operation& operation, ThreadId, int) {
  return runtime->barriers.RoundsDone(operation.object) > operation.argument;
}

Operation At(const char* name, const void* object, uintptr_t code) {
  Operation operation;
  operation.name = name;
  operation.object = const_cast<void*>(object);
  operation.code = code;
  operation.Touches(object, 1, Role::kWrite);
  return operation;
}

}  // namespace

void Semaphores::Initialize(const void* semaphore, int64_t value) {
  State& state = At(semaphore);
  state = State();
  state.known = true;
  state.value = value;
}

void Semaphores::Destroy(const void* semaphore, uintptr_t code) {
  runtime->BeforeDestruction(semaphore, code);
  State& state = At(semaphore);
  if (state.waiting > 0) {
    runtime->schedule.Fail(FindingKind::kLockMisuse, code,
                           "a semaphore is destroyed while a thread waits for "
                           "it");
  }
  state.destroyed = true;
}

void Semaphores::Meet(const void* semaphore, int64_t value, uintptr_t code) {
  State& state = At(semaphore);
  if (state.destroyed) {
    runtime->schedule.Fail(FindingKind::kLockMisuse, code,
                           "thread %d uses a semaphore that was destroyed",
                           runtime->schedule.running());
  }
  if (!state.known) Initialize(semaphore, value);
}

bool Semaphores::Wait(const void* semaphore, uint64_t deadline,
                      uintptr_t code) {
  Operation wait = explore::At("takes from the semaphore", semaphore, code);
  wait.enabled = IsPositive;
  wait.deadline = deadline;
  State& state = At(semaphore);
  ++state.waiting;
  const bool in_time = runtime->schedule.Perform(wait) != kTimedOut;
  --state.waiting;
  if (!in_time) return false;
  --state.value;
  runtime->happens_before.Acquire(runtime->schedule.running(), state.released);
  return true;
}

bool Semaphores::TryWait(const void* semaphore, uintptr_t code,
                         uintptr_t site) {
  Operation attempt =
      explore::At("tries to take from the semaphore", semaphore, code);
  attempt.site = site;
  runtime->schedule.Perform(attempt);
  const ThreadId self = runtime->schedule.running();
  State& state = At(semaphore);
  if (state.value == 0) {
    runtime->spinning.Looked(self, site, semaphore);
    return false;
  }
  --state.value;
  runtime->spinning.Acted(self);
  runtime->happens_before.Acquire(self, state.released);
  return true;
}

void Semaphores::Post(const void* semaphore, uintptr_t code) {
  runtime->schedule.Perform(
      explore::At("gives to the semaphore", semaphore, code));
  State& state = At(semaphore);
  ++state.value;
  runtime->happens_before.Release(runtime->schedule.running(), &state.released);
  runtime->spinning.Changed(semaphore);
  runtime->schedule.NoteEffect();
}

void Barriers::Initialize(const void* barrier, unsigned count) {
  // Rounds go on counting: some may still have to leave an earlier one.
  State& state = At(barrier);
  state.known = true;
  state.count = count;
  state.arrived = 0;
  state.inside = 0;
}

void Barriers::Destroy(const void* barrier, uintptr_t code) {
  runtime->BeforeDestruction(barrier, code);
  if (At(barrier).inside > 0) {
    runtime->schedule.Fail(FindingKind::kLockMisuse, code,
                           "a barrier is destroyed while a thread waits at it");
  }
  Initialize(barrier, 0);
}

void Barriers::Meet(const void* barrier, unsigned count, uintptr_t code) {
  if (!At(barrier).known) Initialize(barrier, count);
  if (At(barrier).count > 0) return;
  runtime->schedule.Fail(
      FindingKind::kLockMisuse, code,
      "thread %d uses a barrier that was not made, or was destroyed",
      runtime->schedule.running());
}

bool Barriers::Wait(const void* barrier, uintptr_t code) {
  State& state = At(barrier);
  ++state.inside;
  runtime->schedule.Perform(
      explore::At("arrives at the barrier", barrier, code));
  const ThreadId self = runtime->schedule.running();
  const uint64_t round = state.rounds_done;
  runtime->happens_before.Release(self, &state.released);
  runtime->schedule.NoteEffect();
  const bool last = ++state.arrived == state.count;
  if (last) {
    state.inside -= state.count;
    state.arrived = 0;
    ++state.rounds_done;
  }
  Operation leave = explore::At("leaves the barrier", barrier, code);
  leave.enabled = RoundIsDone;
  leave.argument = round;
  runtime->schedule.Perform(leave);
  runtime->happens_before.Acquire(self, state.released);
  return last;
}

}  // namespace racefree::explore
