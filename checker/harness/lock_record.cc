#include "checker/harness/lock_record.h"

#include <unistd.h>

#include <cstdint>

#include "checker/harness/shared_thread_table.h"
#include "checker/harness/stack_walk.h"
#include "checker/harness/thread_table.h"

namespace racefree {
namespace {

thread_local ThreadEntry* own_entry = nullptr;

// The calling thread's entry; null when there is no table or no entry free.
ThreadEntry* OwnEntry() {
  if (own_entry != nullptr || SharedThreadTable() == nullptr) return own_entry;
  const int32_t thread_id = gettid();
  for (ThreadEntry& entry : SharedThreadTable()->threads) {
    int32_t nobody = 0;
    if (entry.thread_id.compare_exchange_strong(nobody, thread_id)) {
      own_entry = &entry;
      break;
    }
  }
  return own_entry;
}

}  // namespace

void RecordWaiting(const void* lock) {
  ThreadEntry* entry = OwnEntry();
  if (entry == nullptr) return;
  WalkStack(entry->waits_for.stack);
  entry->waits_for.lock.store(reinterpret_cast<uintptr_t>(lock));
}

void RecordHeld(const void* lock) {
  ThreadEntry* entry = OwnEntry();
  if (entry == nullptr) return;
  entry->waits_for.lock.store(0);
  for (LockEntry& held : entry->holds) {
    if (held.lock.load(std::memory_order_relaxed) != 0) continue;
    WalkStack(held.stack);
    held.lock.store(reinterpret_cast<uintptr_t>(lock));
    return;
  }
}

void RecordReleased(const void* lock) {
  ThreadEntry* entry = OwnEntry();
  if (entry == nullptr) return;
  // The latest first: a recursive lock is given back in steps.
  for (int i = kMaximumLocksHeld - 1; i >= 0; --i) {
    LockEntry& held = entry->holds[i];
    if (held.lock.load() != reinterpret_cast<uintptr_t>(lock)) continue;
    held.lock.store(0);
    return;
  }
}

void RecordThreadEnd() {
  if (own_entry == nullptr) return;
  for (LockEntry& held : own_entry->holds) held.lock.store(0);
  own_entry->thread_id.store(0);
  own_entry = nullptr;
}

}  // namespace racefree
