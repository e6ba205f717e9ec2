#ifndef RACEFREE_CHECKER_JUDGE_DEADLOCK_H_
#define RACEFREE_CHECKER_JUDGE_DEADLOCK_H_

#include <cstdint>
#include <vector>

#include "checker/harness/thread_table.h"

namespace racefree {

// One thread of a deadlock, and the lock that it waits for in vain.
struct BlockedThread {
  int thread_id = 0;
  uint64_t lock = 0;

  friend bool operator==(const BlockedThread&, const BlockedThread&) = default;
};

// A cycle in the wait-for graph: each thread waits for a lock that the next one
// holds, and the last for one of the first's. Empty if there is none.
//
// The table changes while it is read, so a cycle may be a mirage. One that is
// found twice, unchanged, is a deadlock.
std::vector<BlockedThread> FindCycle(const ThreadTable& table);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_DEADLOCK_H_
