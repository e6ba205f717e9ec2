#ifndef RACEFREE_CHECKER_EXPLORE_OPERATION_H_
#define RACEFREE_CHECKER_EXPLORE_OPERATION_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// What an operation does to one place in memory (a variable or a
// synchronisation object), as far as its order with others matters.
enum class Role : uint8_t {
  kRead,
  kWrite,
  // Waits until it can have the object alone, or shared.
  kAcquire,
  kAcquireShared,
  // Gives the object back; only its holder can.
  kRelease,
  kReleaseShared,
};

struct Touch {
  uintptr_t address = 0;
  uint32_t size = 0;
  Role role = Role::kRead;
};

// The alternatives of an operation: most have only the first.
inline constexpr int kNormally = 0;
inline constexpr int kTimedOut = 1;
inline constexpr int kSpuriously = 2;
inline constexpr int kMaxAlternatives = 4;

// What a thread is about to do. Each thread shows its next operation before it
// does it, so that the schedule knows who could run and what would follow.
struct Operation {
  // As told to the student: "locks", "waits".
  const char* name = "";
  // Whether it could be done now in the given way; null means always.
  bool (*enabled)(const Operation&, ThreadId, int alternative) = nullptr;
  Touch touches[2];
  int touch_count = 0;
  // Virtual time in nanoseconds after which kTimedOut is possible; 0 means
  // never.
  uint64_t deadline = 0;
  bool can_wake_spuriously = false;
  // For a load that may return older values too: alternative n is the n-th
  // newest, where `enabled` allows it.
  bool may_be_stale = false;
  // The thread whose end it waits for.
  ThreadId joins = kNobody;
  // What `enabled` looks at.
  void* object = nullptr;
  uint64_t argument = 0;
  // Tells this call apart from others to the same function; 0 if it never
  // repeats in vain.
  uintptr_t site = 0;
  // The return address of the call that the program made.
  uintptr_t code = 0;
  // An attempt that gives up when the lock is not free.
  bool is_try_lock = false;
  // A plain access to memory.
  bool is_plain = false;
  // All that it changes is the program's memory, and who holds a lock.
  bool only_memory_and_locks = false;
  // It may be enabled by a change of several places: treat it as if it
  // depended on everything that writes.
  bool watches_all = false;

  Operation& Touches(const void* address, uint32_t size, Role role) {
    touches[touch_count++] = {reinterpret_cast<uintptr_t>(address), size, role};
    return *this;
  }

  bool HasSeveralAlternatives() const {
    return deadline != 0 || can_wake_spuriously || may_be_stale;
  }
};

// Writes what a thread that can not do it is said to do: "waits for lock A".
void DescribeWaiting(const Operation& operation, const char* lock, char* text,
                     size_t size);

// Whether the order of the two can matter.
bool Dependent(const Operation& a, const Operation& b);

// Whether two threads could ever be about to do these, both enabled. False only
// where one can not: a lock is not free while its holder is about to unlock it.
bool MayBeCoEnabled(const Operation& a, const Operation& b);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OPERATION_H_
