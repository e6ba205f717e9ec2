// Entry points of the compiler's ThreadSanitizer instrumentation, part 2:
// atomic operations, which it replaces by these calls.

#include "checker/explore/atomic_operations.h"
#include "checker/explore/interpose/interpose.h"

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
