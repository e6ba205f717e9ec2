// Entry points of the compiler's ThreadSanitizer instrumentation, part 2:
// atomic operations, which it replaces by these calls.

#include <cstring>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

using Int128 = __int128;

AtomicAccess Describe(const volatile void* address, size_t size, int order,
                      uintptr_t code, uintptr_t site) {
  AtomicAccess access;
  access.address = address;
  access.size = size;
  access.order = static_cast<Order>(order);
  access.code = code;
  access.site = site;
  return access;
}

// Outside of schedules the operation is simply done, with the strongest order.
// (Of 16 bytes by the only instruction that there is.)
template <typename T>
T RealExchangeIf(volatile T* address, T expected, T desired) {
  return __sync_val_compare_and_swap(address, expected, desired);
}

template <typename T>
T Load(const volatile T* address, int order, uintptr_t code, uintptr_t site) {
  if (!Exploring()) {
    if constexpr (sizeof(T) == 16) {
      return RealExchangeIf(const_cast<volatile T*>(address), T{0}, T{0});
    } else {
      return __atomic_load_n(address, __ATOMIC_SEQ_CST);
    }
  }
  const AtomicAccess access = Describe(address, sizeof(T), order, code, site);
  const int age = runtime->atomics.BeforeLoad(access);
  T value = *address;
  if (age > 0) runtime->atomics.OldValue(access, age, &value);
  runtime->atomics.AfterLoad(access, age);
  return value;
}

// Any read-modify-write: `change` makes the new value of the old.
template <typename T, typename Change>
T Exchange(volatile T* address, int order, uintptr_t code, uintptr_t site,
           Change change) {
  if (!Exploring()) {
    T old = *address;
    while (true) {
      const T found = RealExchangeIf(address, old, change(old));
      if (found == old) return old;
      old = found;
    }
  }
  const AtomicAccess access = Describe(address, sizeof(T), order, code, site);
  runtime->atomics.BeforeExchange(access);
  const T old = *address;
  const T changed = change(old);
  *address = changed;
  runtime->atomics.AfterExchange(access, changed != old);
  return old;
}

template <typename T>
void Store(volatile T* address, T value, int order, uintptr_t code) {
  if (!Exploring()) {
    Exchange(address, order, code, 0, [value](T) { return value; });
    return;
  }
  const AtomicAccess access = Describe(address, sizeof(T), order, code, 0);
  runtime->atomics.BeforeStore(access);
  const bool changed = *address != value;
  *address = value;
  runtime->atomics.AfterStore(access, changed);
}

template <typename T>
bool CompareExchange(volatile T* address, T* expected, T desired, int order,
                     int failure_order, uintptr_t code, uintptr_t site) {
  if (!Exploring()) {
    const T found = RealExchangeIf(address, *expected, desired);
    if (found == *expected) return true;
    *expected = found;
    return false;
  }
  AtomicAccess access = Describe(address, sizeof(T), order, code, site);
  runtime->atomics.BeforeExchange(access);
  const T found = *address;
  if (found == *expected) {
    *address = desired;
    runtime->atomics.AfterExchange(access, found != desired);
    return true;
  }
  access.order = static_cast<Order>(failure_order);
  runtime->atomics.AfterLoad(access, 0);
  *expected = found;
  return false;
}

}  // namespace
}  // namespace racefree::explore

using namespace racefree::explore;

#define RACEFREE_FETCH(bits, T, name, expression)                              \
  RACEFREE_EXPORT T __tsan_atomic##bits##_##name(volatile T* address, T value, \
                                                 int order) {                  \
    return Exchange(address, order, RACEFREE_CALLER, RACEFREE_SITE,            \
                    [value](T old) { return static_cast<T>(expression); });    \
  }

#define RACEFREE_ATOMIC(bits, T)                                             \
  RACEFREE_EXPORT T __tsan_atomic##bits##_load(const volatile T* address,    \
                                               int order) {                  \
    return Load(address, order, RACEFREE_CALLER, RACEFREE_SITE);             \
  }                                                                          \
  RACEFREE_EXPORT void __tsan_atomic##bits##_store(volatile T* address,      \
                                                   T value, int order) {     \
    Store(address, value, order, RACEFREE_CALLER);                           \
  }                                                                          \
  RACEFREE_EXPORT int __tsan_atomic##bits##_compare_exchange_strong(         \
      volatile T* address, T* expected, T desired, int order, int failure) { \
    return CompareExchange(address, expected, desired, order, failure,       \
                           RACEFREE_CALLER, RACEFREE_SITE);                  \
  }                                                                          \
  RACEFREE_EXPORT int __tsan_atomic##bits##_compare_exchange_weak(           \
      volatile T* address, T* expected, T desired, int order, int failure) { \
    return CompareExchange(address, expected, desired, order, failure,       \
                           RACEFREE_CALLER, RACEFREE_SITE);                  \
  }                                                                          \
  RACEFREE_EXPORT T __tsan_atomic##bits##_compare_exchange_val(              \
      volatile T* address, T expected, T desired, int order, int failure) {  \
    CompareExchange(address, &expected, desired, order, failure,             \
                    RACEFREE_CALLER, RACEFREE_SITE);                         \
    return expected;                                                         \
  }                                                                          \
  RACEFREE_FETCH(bits, T, exchange, ((void)old, value))                      \
  RACEFREE_FETCH(bits, T, fetch_add, old + value)                            \
  RACEFREE_FETCH(bits, T, fetch_sub, old - value)                            \
  RACEFREE_FETCH(bits, T, fetch_and, old& value)                             \
  RACEFREE_FETCH(bits, T, fetch_or, old | value)                             \
  RACEFREE_FETCH(bits, T, fetch_xor, old ^ value)                            \
  RACEFREE_FETCH(bits, T, fetch_nand, ~(old & value))

RACEFREE_ATOMIC(8, uint8_t)
RACEFREE_ATOMIC(16, uint16_t)
RACEFREE_ATOMIC(32, uint32_t)
RACEFREE_ATOMIC(64, uint64_t)
RACEFREE_ATOMIC(128, Int128)

RACEFREE_EXPORT void __tsan_atomic_thread_fence(int order) {
  if (!Exploring()) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    return;
  }
  runtime->atomics.Fence(static_cast<Order>(order));
}

RACEFREE_EXPORT void __tsan_atomic_signal_fence(int) {}
