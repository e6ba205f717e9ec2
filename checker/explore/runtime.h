#ifndef RACEFREE_CHECKER_EXPLORE_RUNTIME_H_
#define RACEFREE_CHECKER_EXPLORE_RUNTIME_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "checker/explore/appearances.h"
#include "checker/explore/descriptors.h"
#include "checker/explore/happens_before.h"
#include "checker/explore/heap.h"
#include "checker/explore/kernel_threads.h"
#include "checker/explore/learned.h"
#include "checker/explore/live_lock.h"
#include "checker/explore/objects/atomics.h"
#include "checker/explore/objects/conditions.h"
#include "checker/explore/objects/counters.h"
#include "checker/explore/objects/futexes.h"
#include "checker/explore/objects/locks.h"
#include "checker/explore/objects/once.h"
#include "checker/explore/recorder.h"
#include "checker/explore/schedule.h"
#include "checker/explore/snapshot.h"
#include "checker/explore/spinning.h"
#include "checker/explore/thread_ends.h"

namespace racefree::explore {

// All that the explorer knows, in memory of its own: it outlives every restore
// of the program's memory, and the workers that run schedules share it with the
// process that reports. Used by one thread at a time.
struct Runtime {
  // Whether the program's code is running in a schedule: only then do the
  // entry points do anything but what the C library does.
  bool exploring = false;
  uint64_t steps_in_all = 0;
  // In a replay: the step from which on a thread is known to loop for ever.
  int silent_from_step = -1;
  // The process that runs schedules, and when its parent, which saw it asleep,
  // woke it up (see watch.h).
  pid_t runner = 0;
  uint64_t woken_at_step = 0;
  uint64_t times_woken = 0;

  Schedule schedule;
  HappensBefore happens_before;
  Learned learned;
  Appearances appearances;
  Spinning spinning;
  LiveLock live_lock;
  Heap heap;
  Snapshot snapshot;
  KernelThreads kernel_threads;
  ThreadEnds thread_ends;
  Recorder recorder;
  Descriptors descriptors;

  Locks locks;
  Conditions conditions;
  Atomics atomics;
  Futexes futexes;
  Onces onces;
  Semaphores semaphores;
  Barriers barriers;

  void StartSchedule(const Options& options, Search* search);

  // For a worker that was forked from another, between two schedules: goes on
  // with the same knowledge in memory of its own. False if there is none.
  bool Separate();

  // An instrumented access, plain or atomic. Ends the schedule on a race or on
  // memory that is not the program's.
  void CheckAccess(uintptr_t address, size_t size, uintptr_t code, bool writes,
                   bool atomic);

  // A call to a lock or its like. Ends the schedule if it was freed.
  void CheckObject(const void* object, uintptr_t code);

  // Memory is given back: whoever uses it must be done, and known to be.
  void CheckFree(uintptr_t address, size_t size, uintptr_t code);
  // Whether the program's line `code`, which is about to be done, is a choice
  // point.
  bool IsChoicePoint(uintptr_t code) {
    if (appearances.is_on() &&
        appearances.ComesTo(code, learned.Contains(code))) {
      learned.AddNow(code);
    }
    return learned.Contains(code);
  }

  // The running thread is about to destroy a synchronisation object: a choice
  // point, as long as another thread could use it.
  void BeforeDestruction(const void* object, uintptr_t code);

  // Which threads sleep until notified, for telling a lost wake-up.
  void FallAsleep(ThreadId thread, WaitQueue* queue) {
    asleep_[thread] = queue;
  }
  void WakeUp(ThreadId thread) { asleep_[thread] = nullptr; }
  bool IsAsleep(ThreadId thread) const {
    return asleep_[thread] != nullptr && !asleep_[thread]->CanWake(thread);
  }

 private:
  void NoteRace(const MemoryAccess& access, const MemoryAccess& earlier,
                uintptr_t address, bool frees);
  void CheckHeap(uintptr_t address, size_t size, uintptr_t code, bool writes);

  WaitQueue* asleep_[kMaxThreads] = {};
};

// Null until the first exploration.
extern Runtime* runtime;

inline bool Exploring() { return runtime != nullptr && runtime->exploring; }

// The runtime's own stacks and memory exist from here on. False if there is no
// memory.
bool StartRuntime();

// The address that the function which contains this will return to: the
// program's code. Only in functions that the program calls.
#define RACEFREE_CALLER reinterpret_cast<uintptr_t>(__builtin_return_address(0))

// A number that tells this call apart from calls by way of the same function
// from elsewhere: the first few return addresses.
#define RACEFREE_SITE ::racefree::explore::SiteOf(__builtin_frame_address(0))
uintptr_t SiteOf(const void* frame);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_RUNTIME_H_
