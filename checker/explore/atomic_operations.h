#ifndef RACEFREE_CHECKER_EXPLORE_ATOMIC_OPERATIONS_H_
#define RACEFREE_CHECKER_EXPLORE_ATOMIC_OPERATIONS_H_

#include "checker/explore/runtime.h"

// What each atomic operation of the program does, for the entry points by which
// compiled code calls it. `code` and `site` as in AtomicAccess.

namespace racefree::explore {

using Int128 = __int128;

inline AtomicAccess Describe(const volatile void* address, size_t size,
                             int order, uintptr_t code, uintptr_t site) {
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

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_ATOMIC_OPERATIONS_H_
