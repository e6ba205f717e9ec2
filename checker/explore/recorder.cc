#include "checker/explore/recorder.h"

#include <unwind.h>

#include <cstring>

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

struct Walk {
  uintptr_t* frames;
  int count;
};

_Unwind_Reason_Code VisitFrame(_Unwind_Context* context, void* argument) {
  Walk* walk = static_cast<Walk*>(argument);
  const uintptr_t code = _Unwind_GetIP(context);
  if (code == 0 || walk->count == kMaxFrames) return _URC_END_OF_STACK;
  walk->frames[walk->count++] = code;
  return _URC_NO_REASON;
}

int WalkStack(uintptr_t* frames) {
  Walk walk = {frames, 0};
  // The unwinder's own locks are not the program's.
  runtime->exploring = false;
  _Unwind_Backtrace(VisitFrame, &walk);
  runtime->exploring = true;
  return walk.count;
}

}  // namespace

Step* Recorder::NewStep(ThreadId thread) {
  if (steps_.full()) return nullptr;
  Step& step = steps_.push_back(Step());
  step.thread = thread;
  step.frame_count = WalkStack(step.frames);
  step.held_count = runtime->locks.HeldBy(thread, step.held, 8);
  return &step;
}

void Recorder::Settle(ThreadId thread) {
  Pending& pending = pending_[thread];
  if (pending.step < 0) return;
  Step& step = steps_[static_cast<size_t>(pending.step)];
  memcpy(&step.written, reinterpret_cast<const void*>(step.address), step.size);
  step.has_written = true;
  pending.step = -1;
}

// FNV-1a (G. Fowler, L. C. Noll and K.-P. Vo, 1991).
void Recorder::NoteBehaviour(ThreadId thread, const Operation& operation,
                             int alternative) {
  const auto mix = [this](int byte) {
    behaviour_ = (behaviour_ ^ static_cast<uint8_t>(byte)) * 0x100000001B3u;
  };
  mix(thread);
  mix(alternative);
  for (const char* c = operation.name; *c != '\0'; ++c) mix(*c);
}

void Recorder::AddOperation(ThreadId thread, const Operation& operation,
                            int alternative) {
  Settle(thread);
  // A plain access shows itself again when it is checked for races.
  if (operation.is_plain) return;
  Step* step = NewStep(thread);
  if (step == nullptr) return;
  step->name = operation.name;
  // A wait for a condition ends with a lock, whose name follows.
  const bool locks = strcmp(operation.name, "wakes up and locks") == 0;
  if (!operation.may_be_stale && alternative == kTimedOut) {
    step->name = locks ? "wakes up because its time is over, and locks"
                       : "waits too long for";
  }
  if (alternative == kSpuriously) {
    step->name = locks ? "wakes up without a notification and locks"
                       : "wakes up without a notification";
  }
  if (operation.touch_count == 0) return;
  const Touch& touch = operation.touches[operation.touch_count - 1];
  step->address = touch.address;
  step->lock = runtime->locks.Label(touch.address);
  if (touch.role != Role::kRead && touch.role != Role::kWrite) return;
  const bool is_variable = strncmp(operation.name, "reads", 5) == 0 ||
                           strncmp(operation.name, "writes", 6) == 0;
  if (!is_variable || touch.size > 8) return;
  step->size = touch.size;
  step->reads = strncmp(operation.name, "reads", 5) == 0;
  step->writes = touch.role == Role::kWrite;
  memcpy(&step->value, reinterpret_cast<const void*>(touch.address),
         touch.size);
  step->has_value = alternative == kNormally;
  if (step->writes) pending_[thread].step = static_cast<int>(steps_.size()) - 1;
}

void Recorder::NoteUse(ThreadId thread, uintptr_t address, bool writes) {
  const uint64_t bit = uint64_t{1} << thread;
  for (Variable& variable : variables_) {
    if (variable.address != address) continue;
    variable.threads |= bit;
    variable.written = variable.written || writes;
    return;
  }
  if (!variables_.full()) variables_.push_back({address, bit, writes});
}

bool Recorder::IsShared(uintptr_t address) const {
  for (const Variable& variable : variables_) {
    if (variable.address != address) continue;
    const bool several = (variable.threads & (variable.threads - 1)) != 0;
    return several && variable.written;
  }
  return false;
}

void Recorder::AddAccess(ThreadId thread, uintptr_t address, size_t size,
                         bool writes, bool atomic) {
  if (state_ == State::kFindingShared) {
    NoteUse(thread, address, writes);
    return;
  }
  Settle(thread);
  if (!IsShared(address)) return;
  if (!steps_.empty() && steps_.back().thread == thread &&
      steps_.back().address == address && steps_.back().writes == writes &&
      strncmp(steps_.back().name, writes ? "writes" : "reads", 4) == 0 &&
      !steps_.back().has_value) {
    return;
  }
  Step* step = NewStep(thread);
  if (step == nullptr) return;
  step->name = writes ? "writes" : "reads";
  if (atomic) step->name = writes ? "writes the atomic" : "reads the atomic";
  step->address = address;
  step->size = size > 8 ? 0 : static_cast<uint32_t>(size);
  step->reads = !writes;
  step->writes = writes;
  if (step->size == 0) return;
  memcpy(&step->value, reinterpret_cast<const void*>(address), size);
  step->has_value = true;
  if (writes) pending_[thread].step = static_cast<int>(steps_.size()) - 1;
}

void Recorder::KeepFrames(ThreadId thread) {
  Announcement& announcement = announcements_[thread];
  announcement.frame_count = WalkStack(announcement.frames);
}

void Recorder::AddBlocked() {
  Schedule& schedule = runtime->schedule;
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished || thread.pending.joins != kNobody || steps_.full()) {
      continue;
    }
    Step& step = steps_.push_back(Step());
    step.thread = id;
    step.blocked = true;
    const char* lock = "";
    if (thread.pending.touch_count > 0) {
      const int last = thread.pending.touch_count - 1;
      lock = runtime->locks.Label(thread.pending.touches[last].address);
    }
    DescribeWaiting(thread.pending, lock, step.waiting, sizeof(step.waiting));
    const Announcement& announcement = announcements_[id];
    step.frame_count = announcement.frame_count;
    memcpy(step.frames, announcement.frames, sizeof(step.frames));
    step.held_count = runtime->locks.HeldBy(id, step.held, 8);
  }
}

void Recorder::Ended() {
  if (state_ != State::kOn) return;
  if (IsStandstill(runtime->schedule.finding().kind)) AddBlocked();
  for (ThreadId id = 0; id < kMaxThreads; ++id) Settle(id);
  last_frame_count_ = WalkStack(last_frames_);
}

}  // namespace racefree::explore
