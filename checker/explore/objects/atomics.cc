#include "checker/explore/objects/atomics.h"

#include <cstring>

#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

// So many in a row, and it is a loop that waits for another thread.
constexpr int kMaxUnseenAccesses = 2000;

bool Acquires(Order order) {
  return order != Order::kRelaxed && order != Order::kRelease;
}

bool Releases(Order order) {
  return order == Order::kRelease || order == Order::kAcqRel ||
         order == Order::kSeqCst;
}

bool MayReturn(const Operation& operation, ThreadId thread, int age) {
  return age <= runtime->atomics.OlderValues(
                    reinterpret_cast<uintptr_t>(operation.object), thread,
                    static_cast<Order>(operation.argument));
}

const void* Plain(const volatile void* address) {
  return const_cast<const void*>(address);
}

}  // namespace

void Atomics::StartSchedule() {
  locations_.StartSchedule();
  unseen_accesses_ = 0;
  known_by_fences_.Clear();
  for (VectorClock& view : fence_view_) view.Clear();
}

Atomics::Location& Atomics::At(const AtomicAccess& access) {
  return locations_[reinterpret_cast<uintptr_t>(access.address)];
}

void Atomics::Remember(const AtomicAccess& access) {
  Location& location = At(access);
  location.threads |= uint64_t{1} << runtime->schedule.running();
  bool known = false;
  for (int i = 0; i < location.code_count; ++i) {
    known = known || location.codes[i] == access.code;
  }
  if (!known && location.code_count < 8) {
    location.codes[location.code_count++] = access.code;
  } else if (!known) {
    // No room to wait and see whether another thread comes.
    runtime->learned.Add(access.code);
  }
  if ((location.threads & (location.threads - 1)) == 0) return;
  // Two threads touch it: its order matters from now on.
  for (int i = 0; i < location.code_count; ++i) {
    runtime->learned.Add(location.codes[i]);
  }
  runtime->learned.Add(access.code);
}

int Atomics::Show(const AtomicAccess& access, const char* name, bool writes) {
  Remember(access);
  if (!runtime->IsChoicePoint(access.code)) {
    if (++unseen_accesses_ > kMaxUnseenAccesses) {
      runtime->learned.Add(access.code);
      runtime->schedule.End(Ending::kLearned);
    }
    return 0;
  }
  unseen_accesses_ = 0;
  Operation operation;
  operation.name = name;
  operation.only_memory_and_locks = true;
  operation.code = access.code;
  operation.site = access.site;
  operation.Touches(Plain(access.address), static_cast<uint32_t>(access.size),
                    writes ? Role::kWrite : Role::kRead);
  if (!writes && runtime->schedule.options().weak_memory) {
    operation.may_be_stale = true;
    operation.enabled = MayReturn;
    operation.object = const_cast<void*>(Plain(access.address));
    operation.argument = static_cast<uint64_t>(access.order);
  }
  return runtime->schedule.Perform(operation);
}

void Atomics::CheckRace(const AtomicAccess& access, bool writes) {
  runtime->CheckAccess(reinterpret_cast<uintptr_t>(access.address), access.size,
                       access.code, writes, /*atomic=*/true);
}

int Atomics::BeforeLoad(const AtomicAccess& access) {
  const int age = Show(access, "reads the atomic", false);
  CheckRace(access, false);
  return age;
}

void Atomics::KeepInitialValue(const AtomicAccess& access) {
  Location& location = At(access);
  if (!runtime->schedule.options().weak_memory || location.store_count > 0) {
    return;
  }
  // Whoever set it did so before any thread could know of it.
  Store& initial = location.stores[0];
  initial = Store();
  initial.thread = 0;
  memcpy(initial.value, Plain(access.address), access.size);
  location.store_count = 1;
  location.stores_ever = 1;
}

void Atomics::BeforeStore(const AtomicAccess& access) {
  Show(access, "writes the atomic", true);
  KeepInitialValue(access);
  CheckRace(access, true);
}

void Atomics::BeforeExchange(const AtomicAccess& access) {
  Show(access, "reads and writes the atomic", true);
  KeepInitialValue(access);
  CheckRace(access, true);
}

int Atomics::OlderValues(uintptr_t address, ThreadId thread, Order order) {
  const Location& location = locations_[address];
  const VectorClock& clock = runtime->happens_before.clock(thread);
  const VectorClock& view = fence_view_[thread];
  int older = 0;
  // A store may be skipped for an older one unless it happened before, was seen
  // already, or both it and the load are sequentially consistent.
  for (int i = 0; i + 1 < location.store_count; ++i) {
    const Store& store = location.stores[i];
    const uint64_t number = location.stores_ever - static_cast<uint64_t>(i);
    const bool known = store.thread == thread ||
                       store.tick <= clock.ticks[store.thread] ||
                       store.tick <= view.ticks[store.thread] ||
                       number <= location.seen[thread] ||
                       (store.sequential && order == Order::kSeqCst);
    if (known) break;
    ++older;
  }
  return older;
}

void Atomics::OldValue(const AtomicAccess& access, int age, void* value) {
  memcpy(value, At(access).stores[age].value, access.size);
}

void Atomics::AfterLoad(const AtomicAccess& access, int age) {
  const ThreadId self = runtime->schedule.running();
  HappensBefore& happens_before = runtime->happens_before;
  Location& location = At(access);
  const VectorClock* released = &location.released;
  if (location.store_count > 0) {
    released = &location.stores[age].released;
    const uint64_t number = location.stores_ever - static_cast<uint64_t>(age);
    if (location.seen[self] < number) location.seen[self] = number;
  }
  if (Acquires(access.order)) {
    happens_before.Acquire(self, *released);
  } else {
    happens_before.seen_by_relaxed_loads(self).Join(*released);
  }
  runtime->spinning.Looked(self, access.site, Plain(access.address));
}

void Atomics::Publish(const AtomicAccess& access, Location* location,
                      bool continues) {
  const ThreadId self = runtime->schedule.running();
  HappensBefore& happens_before = runtime->happens_before;
  if (!continues) location->released.Clear();
  const bool weak = runtime->schedule.options().weak_memory;
  const uint32_t tick = happens_before.clock(self).ticks[self];
  if (Releases(access.order)) {
    happens_before.Release(self, &location->released);
  } else {
    location->released.Join(happens_before.release_fence(self));
    // Later stores of this thread must be told from this one.
    if (weak) ++happens_before.clock(self).ticks[self];
  }
  if (!weak) return;
  if (location->store_count == kKept) runtime->schedule.NoteForgottenStore();
  const int kept =
      location->store_count < kKept ? location->store_count : kKept - 1;
  for (int i = kept; i > 0; --i) location->stores[i] = location->stores[i - 1];
  Store& store = location->stores[0];
  store = Store();
  memcpy(store.value, Plain(access.address), access.size);
  store.thread = self;
  store.tick = tick;
  store.sequential = access.order == Order::kSeqCst;
  store.released = location->released;
  location->store_count = kept + 1;
  ++location->stores_ever;
  location->seen[self] = location->stores_ever;
}

void Atomics::AfterStore(const AtomicAccess& access, bool changed) {
  Publish(access, &At(access), false);
  if (!changed) return;
  runtime->spinning.Changed(Plain(access.address));
  runtime->spinning.Acted(runtime->schedule.running());
  runtime->schedule.NoteEffect();
}

void Atomics::AfterExchange(const AtomicAccess& access, bool changed) {
  const ThreadId self = runtime->schedule.running();
  HappensBefore& happens_before = runtime->happens_before;
  Location& location = At(access);
  if (Acquires(access.order)) {
    happens_before.Acquire(self, location.released);
  } else {
    happens_before.seen_by_relaxed_loads(self).Join(location.released);
  }
  Publish(access, &location, true);
  if (changed) {
    runtime->spinning.Changed(Plain(access.address));
    runtime->spinning.Acted(self);
    runtime->schedule.NoteEffect();
  } else {
    runtime->spinning.Looked(self, access.site, Plain(access.address));
  }
}

void Atomics::Fence(Order order) {
  const ThreadId self = runtime->schedule.running();
  HappensBefore& happens_before = runtime->happens_before;
  VectorClock& clock = happens_before.clock(self);
  if (Acquires(order)) clock.Join(happens_before.seen_by_relaxed_loads(self));
  if (order == Order::kSeqCst) {
    if (runtime->schedule.options().weak_memory) {
      // All sequentially consistent fences have one order: it matters who comes
      // first.
      Operation operation;
      operation.name = "passes a fence";
      operation.Touches(&known_by_fences_, 1, Role::kWrite);
      runtime->schedule.Perform(operation);
    }
    fence_view_[self].Join(known_by_fences_);
    known_by_fences_.Join(fence_view_[self]);
    known_by_fences_.Join(clock);
  }
  if (Releases(order)) {
    happens_before.release_fence(self) = clock;
    ++clock.ticks[self];
  }
}

}  // namespace racefree::explore
