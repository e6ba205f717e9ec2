#include "checker/explore/live_lock.h"

#include <dlfcn.h>

#include <cstring>

#include "checker/explore/runtime.h"
#include "checker/explore/state_hash.h"

namespace racefree::explore {
namespace {

// Between a frame's address and what its function saved of its caller's
// registers.
constexpr uintptr_t kSavedRegisters = 40;

void AddOperation(const Operation& operation, uint64_t now, StateHash* hash) {
  hash->Add(reinterpret_cast<uintptr_t>(operation.name));
  hash->Add(operation.code);
  hash->Add(operation.site);
  hash->Add(operation.argument);
  for (int i = 0; i < operation.touch_count; ++i) {
    hash->Add(operation.touches[i].address);
  }
  if (operation.deadline != 0) hash->Add(operation.deadline - now);
}

uint64_t HashState() {
  Schedule& schedule = runtime->schedule;
  StateHash hash;
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    hash.Add(thread.finished ? 1 : 2);
    if (thread.finished) continue;
    AddOperation(thread.pending, schedule.now(), &hash);
    hash.AddMemory(thread.frame - kSavedRegisters, thread.stack_base);
  }
  runtime->locks.AddTo(&hash);
  runtime->heap.AddTo(&hash);
  runtime->snapshot.AddTo(&hash, schedule.options().mode == Mode::kSnapshot);
  return hash.value();
}

bool IsStandardLock(uintptr_t code) {
  Dl_info symbol;
  if (dladdr(reinterpret_cast<void*>(code), &symbol) == 0) return false;
  if (symbol.dli_sname == nullptr) return false;
  return strncmp(symbol.dli_sname, "_ZSt4lock", 9) == 0 ||
         strstr(symbol.dli_sname, "__lock_impl") != nullptr;
}

bool IsInStandardLock(const Thread& thread) {
  // Frame pointers of unoptimised code.
  uintptr_t frame = thread.frame;
  while (frame < thread.stack_base) {
    const auto* words = reinterpret_cast<const uintptr_t*>(frame);
    if (IsStandardLock(words[1])) return true;
    if (words[0] <= frame) break;
    frame = words[0];
  }
  return false;
}

}  // namespace

void LiveLock::StartSchedule() {
  rounds_.clear();
  could_run_ = 0;
  moved_ = 0;
  has_other_state_ = false;
}

void LiveLock::Moves(uint64_t can_run, ThreadId mover,
                     const Operation& operation) {
  could_run_ |= can_run;
  moved_ |= uint64_t{1} << mover;
  if (!operation.only_memory_and_locks) has_other_state_ = true;
}

bool LiveLock::Recurs() {
  const Schedule& schedule = runtime->schedule;
  // What older values an atomic has left is not in the state.
  if (schedule.options().weak_memory || rounds_.full()) return false;
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = runtime->schedule.thread(id);
    if (thread.spinning) could_run_ |= uint64_t{1} << id;
  }
  runtime->exploring = false;
  const Round now = {HashState(), could_run_, moved_, has_other_state_};
  Round since = now;
  bool recurs = false;
  for (size_t i = rounds_.size(); i > 0 && !recurs; --i) {
    if (since.has_other_state) break;
    const Round& before = rounds_[i - 1];
    recurs = before.state == now.state && (since.could_run & ~since.moved) == 0;
    since.could_run |= before.could_run;
    since.moved |= before.moved;
    since.has_other_state |= before.has_other_state;
  }
  for (ThreadId id = 0; id < schedule.thread_count() && recurs; ++id) {
    const Thread& thread = runtime->schedule.thread(id);
    if (!thread.finished && IsInStandardLock(thread)) recurs = false;
  }
  runtime->exploring = true;
  rounds_.push_back(now);
  could_run_ = 0;
  moved_ = 0;
  has_other_state_ = false;
  return recurs;
}

}  // namespace racefree::explore
