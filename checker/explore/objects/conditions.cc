#include "checker/explore/objects/conditions.h"

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

// Wakes and takes the lock at once: between the two nobody could tell.
bool CanWake(const Operation& operation, ThreadId thread, int alternative) {
  const void* lock = reinterpret_cast<const void*>(operation.argument);
  if (!runtime->locks.IsFree(lock)) return false;
  return alternative != kNormally ||
         runtime->conditions.QueueAt(operation.object).CanWake(thread);
}

}  // namespace

bool Conditions::Wait(const void* condition, const void* lock,
                      uint64_t deadline, uintptr_t code) {
  Schedule& schedule = runtime->schedule;
  const ThreadId self = schedule.running();
  Operation sleep;
  sleep.name = "waits on a condition variable and unlocks";
  sleep.code = code;
  sleep.Touches(condition, 1, Role::kWrite).Touches(lock, 1, Role::kRelease);
  schedule.Perform(sleep);
  runtime->CheckObject(condition, code);
  const int depth = runtime->locks.ReleaseAll(lock, code);
  State& state = At(condition);
  WaitQueue& queue = state.queue;
  if (queue.HasUnnotified() && state.lock != lock) {
    schedule.Fail(
        FindingKind::kLockMisuse, code,
        "thread %d waits on a condition variable with %s, while "
        "another thread waits on it with %s",
        self, runtime->locks.Label(reinterpret_cast<uintptr_t>(lock)),
        runtime->locks.Label(reinterpret_cast<uintptr_t>(state.lock)));
  }
  state.lock = lock;
  queue.Sleep(self);
  runtime->FallAsleep(self, &queue);

  Operation wake;
  wake.name = "wakes up and locks";
  wake.enabled = CanWake;
  wake.object = const_cast<void*>(condition);
  wake.argument = reinterpret_cast<uintptr_t>(lock);
  wake.deadline = deadline;
  wake.can_wake_spuriously = schedule.options().spurious_wake_ups;
  wake.code = code;
  wake.Touches(condition, 1, Role::kWrite).Touches(lock, 1, Role::kAcquire);
  const int alternative = schedule.Perform(wake);
  runtime->WakeUp(self);
  if (alternative == kNormally) {
    queue.Wake(self);
  } else {
    queue.Leave(self);
  }
  runtime->locks.Reacquire(lock, depth);
  return alternative != kTimedOut;
}

void Conditions::Notify(const void* condition, int count, uintptr_t code) {
  Operation notify;
  notify.name = count == 1 ? "notifies one" : "notifies all";
  notify.code = code;
  notify.Touches(condition, 1, Role::kWrite);
  runtime->schedule.Perform(notify);
  runtime->CheckObject(condition, code);
  if (QueueAt(condition).Notify(count) > 0) {
    runtime->spinning.Acted(runtime->schedule.running());
    runtime->schedule.NoteEffect();
  }
}

void Conditions::Destroy(const void* condition, uintptr_t code) {
  runtime->BeforeDestruction(condition, code);
  // Those that are notified need it no more.
  if (!QueueAt(condition).HasUnnotified()) return;
  runtime->schedule.Fail(
      FindingKind::kLockMisuse, code,
      "a condition variable is destroyed while a thread waits on it");
}

}  // namespace racefree::explore
