// Atomic operations for which compiled code calls libatomic: on 16 bytes, and
// on sizes that no instruction has. The instrumentation leaves those calls
// alone, so the library's functions are replaced here. (Their contract: GCC's
// "Atomic Library" page.)

#include <cstring>

#include "checker/explore/atomic_operations.h"
#include "checker/explore/interpose/interpose.h"

using namespace racefree::explore;

// The names belong to the compiler; asm() gives them to functions of ours.
#define RACEFREE_LIBATOMIC(name) \
  asm("__atomic_" name) __attribute__((visibility("default")))

extern "C" {

Int128 RacefreeLoad16(const volatile Int128* address, int order)
    RACEFREE_LIBATOMIC("load_16");
Int128 RacefreeLoad16(const volatile Int128* address, int order) {
  return Load(address, order, RACEFREE_CALLER, RACEFREE_SITE);
}

void RacefreeStore16(volatile Int128* address, Int128 value, int order)
    RACEFREE_LIBATOMIC("store_16");
void RacefreeStore16(volatile Int128* address, Int128 value, int order) {
  Store(address, value, order, RACEFREE_CALLER);
}

bool RacefreeCompareExchange16(volatile Int128* address, Int128* expected,
                               Int128 desired, int order, int failure)
    RACEFREE_LIBATOMIC("compare_exchange_16");
bool RacefreeCompareExchange16(volatile Int128* address, Int128* expected,
                               Int128 desired, int order, int failure) {
  return CompareExchange(address, expected, desired, order, failure,
                         RACEFREE_CALLER, RACEFREE_SITE);
}

#define RACEFREE_FETCH_16(Function, name, expression)                        \
  Int128 Function(volatile Int128* address, Int128 value, int order)         \
      RACEFREE_LIBATOMIC(name);                                              \
  Int128 Function(volatile Int128* address, Int128 value, int order) {       \
    return Exchange(address, order, RACEFREE_CALLER, RACEFREE_SITE,          \
                    [value](Int128 old) -> Int128 { return (expression); }); \
  }

RACEFREE_FETCH_16(RacefreeExchange16, "exchange_16", ((void)old, value))
RACEFREE_FETCH_16(RacefreeFetchAdd16, "fetch_add_16", old + value)
RACEFREE_FETCH_16(RacefreeFetchSub16, "fetch_sub_16", old - value)
RACEFREE_FETCH_16(RacefreeFetchAnd16, "fetch_and_16", old& value)
RACEFREE_FETCH_16(RacefreeFetchOr16, "fetch_or_16", old | value)
RACEFREE_FETCH_16(RacefreeFetchXor16, "fetch_xor_16", old ^ value)
RACEFREE_FETCH_16(RacefreeFetchNand16, "fetch_nand_16", ~(old& value))

}  // extern "C"

// Of any size: one operation on all the bytes, which reads the newest value.
// Outside of schedules there is but one thread.
static AtomicAccess BeforeAny(volatile void* address, size_t size, int order,
                              uintptr_t code, uintptr_t site) {
  if (runtime->schedule.options().weak_memory) {
    runtime->schedule.Fail(FindingKind::kNotControlled, code,
                           "old values of an atomic of %zu bytes are not known "
                           "to the explorer: explore without weak_memory",
                           size);
  }
  const AtomicAccess access = Describe(address, size, order, code, site);
  runtime->atomics.BeforeExchange(access);
  return access;
}

extern "C" {

void RacefreeLoadAny(size_t size, volatile void* address, void* value,
                     int order) RACEFREE_LIBATOMIC("load");
void RacefreeLoadAny(size_t size, volatile void* address, void* value,
                     int order) {
  void* plain = const_cast<void*>(address);
  if (!Exploring()) {
    memcpy(value, plain, size);
    return;
  }
  const AtomicAccess access =
      BeforeAny(address, size, order, RACEFREE_CALLER, RACEFREE_SITE);
  memcpy(value, plain, size);
  runtime->atomics.AfterLoad(access, 0);
}

void RacefreeStoreAny(size_t size, volatile void* address, const void* value,
                      int order) RACEFREE_LIBATOMIC("store");
void RacefreeStoreAny(size_t size, volatile void* address, const void* value,
                      int order) {
  void* plain = const_cast<void*>(address);
  if (!Exploring()) {
    memcpy(plain, value, size);
    return;
  }
  const AtomicAccess access =
      BeforeAny(address, size, order, RACEFREE_CALLER, 0);
  const bool changed = memcmp(plain, value, size) != 0;
  memcpy(plain, value, size);
  runtime->atomics.AfterStore(access, changed);
}

void RacefreeExchangeAny(size_t size, volatile void* address, const void* value,
                         void* before, int order)
    RACEFREE_LIBATOMIC("exchange");
void RacefreeExchangeAny(size_t size, volatile void* address, const void* value,
                         void* before, int order) {
  void* plain = const_cast<void*>(address);
  if (!Exploring()) {
    memcpy(before, plain, size);
    memcpy(plain, value, size);
    return;
  }
  const AtomicAccess access =
      BeforeAny(address, size, order, RACEFREE_CALLER, RACEFREE_SITE);
  const bool changed = memcmp(plain, value, size) != 0;
  memcpy(before, plain, size);
  memcpy(plain, value, size);
  runtime->atomics.AfterExchange(access, changed);
}

bool RacefreeCompareExchangeAny(size_t size, volatile void* address,
                                void* expected, const void* desired, int order,
                                int failure)
    RACEFREE_LIBATOMIC("compare_exchange");
bool RacefreeCompareExchangeAny(size_t size, volatile void* address,
                                void* expected, const void* desired, int order,
                                int failure) {
  void* plain = const_cast<void*>(address);
  const bool exploring = Exploring();
  AtomicAccess access;
  if (exploring) {
    access = BeforeAny(address, size, order, RACEFREE_CALLER, RACEFREE_SITE);
  }
  if (memcmp(plain, expected, size) != 0) {
    memcpy(expected, plain, size);
    access.order = static_cast<Order>(failure);
    if (exploring) runtime->atomics.AfterLoad(access, 0);
    return false;
  }
  const bool changed = memcmp(plain, desired, size) != 0;
  memcpy(plain, desired, size);
  if (exploring) runtime->atomics.AfterExchange(access, changed);
  return true;
}

// As libatomic has it on this processor: up to 16 bytes.
bool RacefreeIsLockFree(size_t size, const volatile void* address)
    RACEFREE_LIBATOMIC("is_lock_free");
bool RacefreeIsLockFree(size_t size, const volatile void*) {
  return size <= 16 && (size & (size - 1)) == 0;
}

}  // extern "C"
