#include "checker/explore/objects/once.h"

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

bool NobodyIsAtIt(const Operation& operation, ThreadId, int) {
  return !runtime->onces.IsRunning(operation.object);
}

}  // namespace

bool Onces::Begin(const void* once, uintptr_t code) {
  const ThreadId self = runtime->schedule.running();
  State& state = At(once);
  // Done before anything this thread does now, in every order: no choice.
  if (state.done &&
      runtime->happens_before.IsBefore(state.done_by, state.done_at, self)) {
    return false;
  }
  Operation begin;
  begin.name = "enters what is done once";
  begin.enabled = NobodyIsAtIt;
  begin.object = const_cast<void*>(once);
  begin.code = code;
  begin.Touches(once, 1, Role::kWrite);
  runtime->schedule.Perform(begin);
  runtime->happens_before.Acquire(self, state.released);
  if (state.done) return false;
  state.runner = self;
  return true;
}

void Onces::End(const void* once, bool done, uintptr_t code) {
  const ThreadId self = runtime->schedule.running();
  Operation end;
  end.name = done ? "has done what is done once" : "failed to do it";
  end.code = code;
  end.Touches(once, 1, Role::kWrite);
  runtime->schedule.Perform(end);
  State& state = At(once);
  state.runner = kNobody;
  state.done = done;
  state.done_by = self;
  state.done_at = runtime->happens_before.clock(self).ticks[self];
  runtime->happens_before.Release(self, &state.released);
  runtime->schedule.NoteEffect();
}

}  // namespace racefree::explore
