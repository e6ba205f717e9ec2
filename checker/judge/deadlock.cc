#include "checker/judge/deadlock.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "checker/harness/thread_table.h"

namespace racefree {
namespace {

bool Holds(const ThreadEntry& thread, uint64_t lock) {
  return std::any_of(
      thread.holds.begin(), thread.holds.end(),
      [lock](const LockEntry& held) { return held.lock.load() == lock; });
}

// The thread that holds `lock`, null if none does. A lock that readers share
// has several holders; the first is as good as any, since the writer waits for
// all.
const ThreadEntry* HolderOf(const ThreadTable& table, uint64_t lock) {
  for (const ThreadEntry& thread : table.threads) {
    if (thread.thread_id.load() != 0 && Holds(thread, lock)) return &thread;
  }
  return nullptr;
}

}  // namespace

std::vector<BlockedThread> FindCycle(const ThreadTable& table) {
  for (const ThreadEntry& first : table.threads) {
    std::vector<BlockedThread> path;
    const ThreadEntry* thread = &first;
    // A path longer than the number of threads runs in a circle beside `first`.
    while (thread != nullptr && path.size() < table.threads.size()) {
      const uint64_t lock = thread->waits_for.lock.load();
      if (lock == 0) break;
      path.push_back({thread->thread_id.load(), lock});
      thread = HolderOf(table, lock);
      if (thread == &first) return path;
    }
  }
  return {};
}

}  // namespace racefree
