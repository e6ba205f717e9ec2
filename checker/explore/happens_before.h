#ifndef RACEFREE_CHECKER_EXPLORE_HAPPENS_BEFORE_H_
#define RACEFREE_CHECKER_EXPLORE_HAPPENS_BEFORE_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// One access to memory, as the race detector remembers it.
struct MemoryAccess {
  ThreadId thread = kNobody;
  uintptr_t code = 0;
  uint32_t tick = 0;
  bool writes = false;
  bool atomic = false;
  // Not a variable but a lock or its like, which races with nothing.
  bool object = false;
};

// The C++ happens-before relation of the schedule being run, and the data races
// under it: two accesses to the same byte, at least one a write and at least
// one not atomic, that it does not order. Precise: no race in this schedule is
// missed, none is invented. (FastTrack, C. Flanagan and S. Freund, 2009, with
// all accesses kept that could still race.)
class HappensBefore {
 public:
  void StartSchedule();
  void StartThread(ThreadId parent, ThreadId child);

  // What `thread` knows now flows into `object`, or the other way.
  void Release(ThreadId thread, VectorClock* object);
  void Acquire(ThreadId thread, const VectorClock& object);

  VectorClock& clock(ThreadId thread) { return clocks_[thread]; }
  // What relaxed loads have seen and an acquire fence would make known; what
  // the last release fence covers.
  VectorClock& seen_by_relaxed_loads(ThreadId thread) { return seen_[thread]; }
  VectorClock& release_fence(ThreadId thread) { return fences_[thread]; }

  // Whether what `thread` did at `tick` happens before what `later` does now.
  bool IsBefore(ThreadId thread, uint32_t tick, ThreadId later) const {
    return clocks_[later].ticks[thread] >= tick;
  }

  // Records an access. If it races with an earlier one returns true and
  // describes the earlier one.
  bool Access(uintptr_t address, size_t size, MemoryAccess access,
              MemoryAccess* earlier);

  // The same for memory that is given back, all of it: true if any access is
  // not ordered before (a variable's rather than a lock's). Nothing is
  // recorded, for nothing may follow.
  bool Free(uintptr_t address, size_t size, MemoryAccess access,
            MemoryAccess* earlier);

 private:
  static constexpr size_t kCells = size_t{1} << 20;
  static constexpr size_t kRecords = size_t{1} << 20;

  // The accesses to eight bytes that start at a multiple of eight.
  struct Cell {
    uintptr_t word = 0;
    uint32_t schedule = 0;
    uint32_t first = 0;
  };
  struct Record {
    uintptr_t code;
    uint32_t tick;
    uint32_t next;
    uint8_t thread;
    // Which of the eight bytes.
    uint8_t bytes;
    bool writes;
    bool atomic;
    bool object;
  };

  static MemoryAccess Describe(const Record& record) {
    return {record.thread, record.code,   record.tick,
            record.writes, record.atomic, record.object};
  }

  Cell& CellOf(uintptr_t word);
  // Null if nobody touched it.
  const Cell* FindCell(uintptr_t word) const;
  bool AccessWord(uintptr_t word, uint8_t bytes, const MemoryAccess& access,
                  MemoryAccess* earlier);

  VectorClock clocks_[kMaxThreads];
  VectorClock seen_[kMaxThreads];
  VectorClock fences_[kMaxThreads];
  uint32_t schedule_ = 0;
  size_t cells_used_ = 0;
  uint32_t records_used_ = 1;
  uint32_t free_records_ = 0;
  Cell cells_[kCells];
  Record records_[kRecords];
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_HAPPENS_BEFORE_H_
