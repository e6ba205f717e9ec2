#include "checker/explore/objects/futexes.h"

#include <cstring>

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

bool CanWake(const Operation& operation, ThreadId thread, int alternative) {
  return alternative != kNormally ||
         runtime->futexes.QueueAt(operation.object).CanWake(thread);
}

bool IsPositive(const Operation& operation, ThreadId, int alternative) {
  const bool positive = *static_cast<const int*>(operation.object) > 0;
  return alternative == kTimedOut ? !positive : positive;
}

}  // namespace

Futexes::Result Futexes::Wait(const void* address, const void* expected,
                              size_t size, uint64_t deadline, uintptr_t code) {
  Schedule& schedule = runtime->schedule;
  const ThreadId self = schedule.running();
  Operation check;
  check.name = "looks whether to wait";
  check.code = code;
  check.Touches(address, static_cast<uint32_t>(size), Role::kWrite);
  schedule.Perform(check);
  if (memcmp(address, expected, size) != 0) return Result::kChanged;
  WaitQueue& queue = QueueAt(address);
  queue.Sleep(self);
  runtime->FallAsleep(self, &queue);

  Operation wake;
  wake.name = "wakes up";
  wake.enabled = CanWake;
  wake.object = const_cast<void*>(address);
  wake.deadline = deadline;
  wake.can_wake_spuriously = schedule.options().spurious_wake_ups;
  wake.code = code;
  wake.Touches(address, static_cast<uint32_t>(size), Role::kWrite);
  const int alternative = schedule.Perform(wake);
  runtime->WakeUp(self);
  if (alternative == kNormally) {
    queue.Wake(self);
  } else {
    queue.Leave(self);
  }
  return alternative == kTimedOut ? Result::kTimedOut : Result::kWoken;
}

int Futexes::Wake(const void* address, int count, uintptr_t code) {
  Operation notify;
  notify.name = count == 1 ? "notifies one" : "notifies all";
  notify.code = code;
  notify.Touches(address, 1, Role::kWrite);
  runtime->schedule.Perform(notify);
  const int woken = QueueAt(address).Notify(count);
  if (woken > 0) {
    runtime->spinning.Acted(runtime->schedule.running());
    runtime->schedule.NoteEffect();
  }
  return woken;
}

bool Futexes::AwaitPositive(const int* counter, uint64_t deadline,
                            uintptr_t code) {
  Operation wait;
  wait.name = "waits for the semaphore";
  wait.enabled = IsPositive;
  wait.object = const_cast<int*>(counter);
  wait.deadline = deadline;
  wait.code = code;
  wait.Touches(counter, sizeof(*counter), Role::kRead);
  return runtime->schedule.Perform(wait) != kTimedOut;
}

}  // namespace racefree::explore
