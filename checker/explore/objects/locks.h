#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_LOCKS_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_LOCKS_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/state_hash.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// How to take a lock.
struct LockRequest {
  const void* lock = nullptr;
  bool shared = false;
  // The owner may take it again.
  bool recursive = false;
  // The owner's second attempt is an error code, not a wait for ever.
  bool checked = false;
  // Virtual time at which to give up; 0 for never.
  uint64_t deadline = 0;
  uintptr_t code = 0;
  uintptr_t site = 0;
};

// Mutexes and readers-writer locks: pthread's, and through it the standard
// library's, and Abseil's.
class Locks {
 public:
  void StartSchedule() {
    locks_.StartSchedule();
    labels_used_ = 0;
  }

  // 0, EDEADLK, or ETIMEDOUT.
  int Lock(const LockRequest& request);
  // 0 or EBUSY.
  int TryLock(const LockRequest& request);
  // Ends the schedule if the running thread does not hold it.
  void Unlock(const void* lock, uintptr_t code);

  // For condition variables: lets go whatever its depth, without a choice, and
  // takes it again as it was.
  int ReleaseAll(const void* lock, uintptr_t code);
  void Reacquire(const void* lock, int depth);
  bool IsFree(const void* lock);
  bool IsHeldBy(const void* lock, ThreadId thread);
  bool IsHeldExclusivelyBy(const void* lock, ThreadId thread);

  // Ends the schedule if it is held.
  void Destroy(const void* lock, uintptr_t code);
  // The memory of [low, high) is given back: the same for all locks in it.
  void DestroyRange(uintptr_t low, uintptr_t high, uintptr_t code);

  // Who holds which.
  void AddTo(StateHash* hash);

  // For reports. kNobody if it is free or no lock at all.
  ThreadId Owner(uintptr_t address);
  // "lock A", in order of first use; "" if it is no lock.
  const char* Label(uintptr_t address);
  // Fills in the labels' indexes of what `thread` holds; returns how many.
  int HeldBy(ThreadId thread, int8_t* labels, int room);

 private:
  struct State {
    bool is_lock = false;
    ThreadId owner = kNobody;
    int depth = 0;
    uint64_t readers = 0;
    int label = 0;
    VectorClock after_writers;
    VectorClock after_readers;
  };

  State& At(const void* lock);
  void Forget(const void* lock, uintptr_t code);
  void Take(State& state, bool shared);

  AddressTable<State, 2048> locks_;
  int labels_used_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_LOCKS_H_
