#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_ATOMICS_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_ATOMICS_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// The six memory orders, numbered as the compiler passes them.
enum class Order : int {
  kRelaxed,
  kConsume,
  kAcquire,
  kRelease,
  kAcqRel,
  kSeqCst
};

struct AtomicAccess {
  const volatile void* address = nullptr;
  size_t size = 0;
  Order order = Order::kSeqCst;
  uintptr_t code = 0;
  uintptr_t site = 0;
};

// Atomic variables and fences: when they are choice points, and what they make
// known between threads, by the C++ memory model. With Options::weak_memory a
// load may return older values: any store that happens-before and coherence do
// not rule out. (C. Norris and B. Demsky, CDSChecker, 2013, without its
// promises: a load never sees a store of its own future.)
class Atomics {
 public:
  void StartSchedule();

  // Before the access: the place for other threads to come in between. For a
  // load returns how old the value is to be: 0 is the newest.
  int BeforeLoad(const AtomicAccess& access);
  void BeforeStore(const AtomicAccess& access);
  void BeforeExchange(const AtomicAccess& access);

  // The value that was `age` stores ago, into `value`; the newest is in memory
  // itself.
  void OldValue(const AtomicAccess& access, int age, void* value);

  // After the access: knowledge flows.
  void AfterLoad(const AtomicAccess& access, int age);
  void AfterStore(const AtomicAccess& access, bool changed);
  // A read-modify-write that did not write (a failed compare-exchange) counts
  // as a load.
  void AfterExchange(const AtomicAccess& access, bool changed);

  void Fence(Order order);

  // How many older values a load by `thread` may return besides the newest.
  int OlderValues(uintptr_t address, ThreadId thread, Order order);

 private:
  static constexpr int kKept = 4;

  struct Store {
    uint64_t value[2] = {};
    ThreadId thread = kNobody;
    uint32_t tick = 0;
    bool sequential = false;
    VectorClock released;
  };
  struct Location {
    // Threads that touched it, and the lines they did it from.
    uint64_t threads = 0;
    uintptr_t codes[8] = {};
    int code_count = 0;
    VectorClock released;
    // The last stores, newest first, when weak memory is on.
    Store stores[kKept];
    int store_count = 0;
    uint64_t stores_ever = 0;
    // For each thread the number of the newest store that it has seen.
    uint64_t seen[kMaxThreads] = {};
  };

  Location& At(const AtomicAccess& access);
  void Remember(const AtomicAccess& access);
  void KeepInitialValue(const AtomicAccess& access);
  int Show(const AtomicAccess& access, const char* name, bool writes);
  void CheckRace(const AtomicAccess& access, bool writes);
  void Publish(const AtomicAccess& access, Location* location, bool continues);

  // Accesses in a row that were no choice points.
  int unseen_accesses_ = 0;
  AddressTable<Location, 1024> locations_;
  VectorClock known_by_fences_;
  VectorClock fence_view_[kMaxThreads];
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_ATOMICS_H_
