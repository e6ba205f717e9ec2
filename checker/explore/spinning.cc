#include "checker/explore/spinning.h"

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

uintptr_t WordOf(const void* address) {
  return reinterpret_cast<uintptr_t>(address) >> 3;
}

}  // namespace

void Spinning::StartSchedule() {
  versions_.StartSchedule();
  changes_ = 0;
  looks_taken_ = 0;
  for (auto& looks : looks_) looks.clear();
  for (auto& failures : failures_) failures.clear();
}

void Spinning::Looked(ThreadId thread, uintptr_t site, const void* address) {
  const uintptr_t word = WordOf(address);
  const uint64_t version = versions_[word].number;
  auto& looks = looks_[thread];
  for (Look& look : looks) {
    if (look.site != site || look.address != word) continue;
    if (look.version == version) {
      ++look.times;
      look.last = ++looks_taken_;
      return;
    }
    // Something new to see: the loop got somewhere.
    looks.clear();
    break;
  }
  AddLook(thread, {site, word, version, 1, ++looks_taken_});
}

void Spinning::AddLook(ThreadId thread, const Look& look) {
  auto& looks = looks_[thread];
  if (looks.full()) looks.erase(0);
  looks.push_back(look);
}

void Spinning::FailedToLock(ThreadId thread, uintptr_t site) {
  auto& failures = failures_[thread];
  for (Failure& failure : failures) {
    if (failure.site != site) continue;
    ++failure.times;
    return;
  }
  if (failures.full()) failures.erase(0);
  failures.push_back({site, 1});
}

bool Spinning::HasFailedTooOften(ThreadId thread,
                                 const Operation& operation) const {
  for (const Failure& failure : failures_[thread]) {
    if (failure.site == operation.site) return failure.times >= kFailedLocks;
  }
  return false;
}

void Spinning::Changed(const void* address) {
  ++changes_;
  const uintptr_t word = WordOf(address);
  ++versions_[word].number;
  for (ThreadId id = 0; id < runtime->schedule.thread_count(); ++id) {
    Thread& thread = runtime->schedule.thread(id);
    // A try-lock waits for more than a change: the lock must be free.
    if (!thread.spinning || thread.pending.is_try_lock) continue;
    for (const Look& look : looks_[id]) {
      if (look.address != word) continue;
      thread.spinning = false;
      looks_[id].clear();
      break;
    }
  }
}

void Spinning::BeforeOperation(ThreadId id, Thread* thread) {
  Operation& operation = thread->pending;
  thread->spinning = false;
  thread->sees_newest = false;
  if (operation.touch_count == 0 || operation.site == 0) return;
  const uintptr_t word = operation.touches[0].address >> 3;
  if (operation.is_try_lock && HasFailedTooOften(id, operation)) {
    thread->spinning = true;
    operation.watches_all = true;
    return;
  }
  for (const Look& look : looks_[id]) {
    if (look.site != operation.site || look.address != word) continue;
    if (look.times < kFruitlessLooks) return;
    if (look.version != versions_[word].number) return;
    // Another place that it looks at in turn may have changed meanwhile. (What
    // it looked at before it came to this loop does not matter.)
    for (const Look& other : looks_[id]) {
      if (other.last < look.last) continue;
      if (other.version != versions_[other.address].number) return;
    }
    const bool was_stale = operation.may_be_stale &&
                           runtime->atomics.OlderValues(
                               operation.touches[0].address, id,
                               static_cast<Order>(operation.argument)) > 0;
    (was_stale ? thread->sees_newest : thread->spinning) = true;
    operation.watches_all = true;
    return;
  }
}

}  // namespace racefree::explore
