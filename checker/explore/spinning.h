#ifndef RACEFREE_CHECKER_EXPLORE_SPINNING_H_
#define RACEFREE_CHECKER_EXPLORE_SPINNING_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/fixed_vector.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

struct Operation;
struct Thread;

// Keeps a thread that waits in a loop from looping for ever while others could
// change what it waits for. A thread that looks at the same unchanged places
// from the same lines for the third time is held back until one of them
// changes. So is one that has failed twice to get a lock at the same line,
// until that lock is free: two that each back off for the other, as std::lock
// does, could else do so for ever. This cuts off only schedules in which a
// thread spins on while another one, that could run, never does: unfair ones.
class Spinning {
 public:
  void StartSchedule();

  // A look at `address` that changed nothing: a load, a failed
  // exchange, a failed try-lock. `site` tells the calls apart.
  void Looked(ThreadId thread, uintptr_t site, const void* address);

  // A try-lock failed.
  void FailedToLock(ThreadId thread, uintptr_t site);

  // Somebody changed what is there.
  void Changed(const void* address);

  // `thread` did something that others can see: it is not idling.
  void Acted(ThreadId thread) { looks_[thread].clear(); }

  // How often anything changed.
  uint64_t changes() const { return changes_; }

  // Sets thread->spinning if its pending operation would be one look too many;
  // or, if it saw an older value than there is, thread->sees_newest: a store
  // becomes visible in the end.
  void BeforeOperation(ThreadId id, Thread* thread);

 private:
  struct Look {
    uintptr_t site;
    uintptr_t address;
    uint64_t version;
    int times;
    // The number of the last one among all looks.
    uint64_t last;
  };
  struct Version {
    uint64_t number = 0;
  };

  struct Failure {
    uintptr_t site;
    int times;
  };

  static constexpr int kFruitlessLooks = 2;
  static constexpr int kFailedLocks = 2;

  void AddLook(ThreadId thread, const Look& look);
  bool HasFailedTooOften(ThreadId thread, const Operation& operation) const;

  uint64_t changes_ = 0;
  uint64_t looks_taken_ = 0;
  FixedVector<Look, 32> looks_[kMaxThreads];
  FixedVector<Failure, 16> failures_[kMaxThreads];
  AddressTable<Version, 8192> versions_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SPINNING_H_
