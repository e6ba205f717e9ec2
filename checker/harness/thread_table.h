#ifndef RACEFREE_CHECKER_HARNESS_THREAD_TABLE_H_
#define RACEFREE_CHECKER_HARNESS_THREAD_TABLE_H_

#include <array>
#include <atomic>
#include <cstdint>

// Which thread holds which lock, which lock it waits for, and where the program
// crashed. The program writes it as it runs; the judge reads it from outside,
// also when the program hangs or is gone.
//
// It lives in memory that the two processes share, so it holds no pointers.
// Every field is atomic: the judge may look at any time, and sees each field
// whole, though not all of them from one moment. A cycle of waits that stays
// unchanged between two looks is a deadlock all the same, because a thread that
// waits for a lock can change nothing.

namespace racefree {

inline constexpr int kStackDepth = 12;
inline constexpr int kMaximumThreads = 256;
inline constexpr int kMaximumLocksHeld = 16;

// Return addresses, innermost first, as offsets from the start of the
// executable; 0 ends the list.
struct Stack {
  std::array<std::atomic<uint64_t>, kStackDepth> offsets;
};

struct LockEntry {
  // The address of the lock, 0 for an empty entry.
  std::atomic<uint64_t> lock;
  // Where it was taken or is waited for.
  Stack stack;
};

struct ThreadEntry {
  // The kernel's number of the thread, 0 for a free entry.
  std::atomic<int32_t> thread_id;
  LockEntry waits_for;
  std::array<LockEntry, kMaximumLocksHeld> holds;
};

// Deep enough to tell a recursion without end from a deep one.
inline constexpr int kCrashStackDepth = 256;

// The thread that a fatal signal hit, and where.
struct CrashEntry {
  // 0 as long as nothing has crashed.
  std::atomic<int32_t> thread_id;
  std::array<std::atomic<uint64_t>, kCrashStackDepth> offsets;
};

struct ThreadTable {
  std::array<ThreadEntry, kMaximumThreads> threads;
  CrashEntry crash;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_THREAD_TABLE_H_
