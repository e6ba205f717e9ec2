#include "checker/explore/runtime.h"

#include <new>

#include "checker/explore/arena.h"

namespace racefree::explore {

Runtime* runtime = nullptr;

bool StartRuntime() {
  if (runtime != nullptr) return true;
  void* memory = MapShared(sizeof(Runtime));
  if (memory == nullptr) return false;
  // The memory is zeroed already; writing the large tables would touch it all.
  runtime = static_cast<Runtime*>(memory);
  if (runtime->heap.Initialize()) return true;
  UnmapShared(memory, sizeof(Runtime));
  runtime = nullptr;
  return false;
}

bool Runtime::Separate() {
  // All that outlives a schedule.
  struct Kept {
    Schedule schedule;
    Learned learned;
    Heap heap;
    Snapshot snapshot;
    ThreadEnds thread_ends;
  };
  auto* kept = static_cast<Kept*>(MapShared(sizeof(Kept)));
  if (kept == nullptr) return false;
  kept->schedule = schedule;
  kept->learned = learned;
  kept->heap = heap;
  kept->snapshot = snapshot;
  kept->thread_ends = thread_ends;
  const bool renewed = RenewShared(this, sizeof(Runtime));
  schedule = kept->schedule;
  learned = kept->learned;
  heap = kept->heap;
  snapshot = kept->snapshot;
  thread_ends = kept->thread_ends;
  UnmapShared(kept, sizeof(Kept));
  return renewed && heap.Renew();
}

void Runtime::StartSchedule(const Options& options, Search* search) {
  learned.TakeEffect();
  happens_before.StartSchedule();
  spinning.StartSchedule();
  live_lock.StartSchedule();
  heap.StartSchedule();
  thread_ends.StartSchedule();
  locks.StartSchedule();
  conditions.StartSchedule();
  atomics.StartSchedule();
  futexes.StartSchedule();
  onces.StartSchedule();
  semaphores.StartSchedule();
  barriers.StartSchedule();
  for (WaitQueue*& queue : asleep_) queue = nullptr;
  schedule.Start(options, search);
}

void Runtime::CheckHeap(uintptr_t address, size_t size, uintptr_t code,
                        bool writes) {
  Heap::Validity validity = heap.Check(address);
  if (validity == Heap::Validity::kValid) {
    validity = heap.Check(address + size - 1);
  }
  if (validity == Heap::Validity::kValid) return;
  const bool freed = validity == Heap::Validity::kFreed;
  Finding* finding = schedule.mutable_finding();
  finding->address = address;
  schedule.Fail(
      freed ? FindingKind::kUseAfterFree : FindingKind::kOutOfBounds, code,
      freed ? "thread %d %s %zu bytes of memory that was already freed"
            : "thread %d %s %zu bytes beyond the memory it allocated",
      schedule.running(), writes ? "writes" : "reads", size);
}

void Runtime::CheckAccess(uintptr_t address, size_t size, uintptr_t code,
                          bool writes, bool atomic) {
  if (heap.Contains(reinterpret_cast<const void*>(address))) {
    CheckHeap(address, size, code, writes);
  }
  const ThreadId self = schedule.running();
  const MemoryAccess access = {self, code, 0, writes, atomic};
  MemoryAccess earlier;
  const bool races = happens_before.Access(address, size, access, &earlier);
  // An atomic that is a choice point was recorded as such.
  if (!atomic || !learned.Contains(code)) {
    recorder.Accessed(self, address, size, writes, atomic);
  }
  if (!races) return;
  NoteRace(access, earlier, address, false);
}

void Runtime::CheckObject(const void* object, uintptr_t code) {
  if (!heap.Contains(object)) return;
  const auto address = reinterpret_cast<uintptr_t>(object);
  CheckHeap(address, 1, code, false);
  MemoryAccess access = {schedule.running(), code, 0, false, false};
  access.object = true;
  MemoryAccess earlier;
  happens_before.Access(address, 1, access, &earlier);
}

void Runtime::CheckFree(uintptr_t address, size_t size, uintptr_t code) {
  const MemoryAccess access = {schedule.running(), code, 0, true, false};
  MemoryAccess earlier;
  if (!happens_before.Free(address, size, access, &earlier)) return;
  if (earlier.object) {
    // Not a race; but the call may come later in another schedule.
    return learned.Add(code);
  }
  NoteRace(access, earlier, address, true);
}

void Runtime::NoteRace(const MemoryAccess& access, const MemoryAccess& earlier,
                       uintptr_t address, bool frees) {
  learned.Add(access.code);
  learned.Add(earlier.code);
  if (!schedule.options().races_fail) return;
  Finding finding;
  finding.kind = FindingKind::kDataRace;
  finding.thread = access.thread;
  finding.code = access.code;
  finding.address = address;
  finding.writes = access.writes;
  finding.frees = frees;
  finding.other_thread = earlier.thread;
  finding.other_code = earlier.code;
  finding.other_writes = earlier.writes;
  schedule.Fail(finding);
}

void Runtime::BeforeDestruction(const void* object, uintptr_t code) {
  if (schedule.RunsAlone()) return;
  Operation destroy;
  destroy.name = "destroys";
  destroy.code = code;
  destroy.Touches(object, 1, Role::kWrite);
  schedule.Perform(destroy);
}

uintptr_t SiteOf(const void* frame) {
  uintptr_t site = 0;
  const auto* words = static_cast<const uintptr_t*>(frame);
  // Frame pointers of unoptimised code; stop at whatever does not look like
  // one.
  for (int depth = 0; depth < 4; ++depth) {
    site = (site ^ words[1]) * 0x9E3779B97F4A7C15u;
    const uintptr_t next = words[0];
    const auto here = reinterpret_cast<uintptr_t>(words);
    if (next <= here || next - here > 4096 || next % 8 != 0) break;
    words = reinterpret_cast<const uintptr_t*>(next);
  }
  return site | 1;
}

}  // namespace racefree::explore
