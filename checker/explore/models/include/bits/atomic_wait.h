// Stands in for the header of this name of libstdc++ 11 to 14 while a program
// is built for the explorer: what std::atomic::wait, latch, barrier and
// counting_semaphore sleep with. The library's own first looks again and again,
// then sleeps on an address that many atomics share; here each sleeps on its
// own, at once, which is the same to the program and far less to explore. Other
// versions get the library's own.
#include <bits/c++config.h>

#if _GLIBCXX_RELEASE < 11 || _GLIBCXX_RELEASE > 14
#include_next <bits/atomic_wait.h>
#else

#ifndef _GLIBCXX_ATOMIC_WAIT_H
#define _GLIBCXX_ATOMIC_WAIT_H 1

#include <bits/functional_hash.h>
#include <bits/gthr.h>
#include <linux/futex.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ext/numeric_traits.h>

#define __cpp_lib_atomic_wait 201907L

extern "C" {
// Sleeps while the bytes at `address` equal those at `old`, until notified.
void RacefreeAtomicWait(const void* address, const void* old,
                        __SIZE_TYPE__ size);
void RacefreeAtomicNotify(const void* address, bool all);
// Copies an atomic's bytes without being an access to it.
void RacefreePeek(const void* address, void* bytes, __SIZE_TYPE__ size);
// Waits until the counter is positive, notified or not. With a deadline in
// nanoseconds of any clock (0: none); false if that came first.
bool RacefreeAwaitPositive(const int* counter, unsigned long deadline);
}

namespace std _GLIBCXX_VISIBILITY(default) {
_GLIBCXX_BEGIN_NAMESPACE_VERSION
namespace __detail {
using __platform_wait_t = int;
inline constexpr size_t __platform_wait_alignment = 4;

inline void __thread_relax() noexcept {}
inline void __thread_yield() noexcept { __gthread_yield(); }

// Just one look: whoever calls it goes on to a real wait.
struct __default_spin_policy {
  bool operator()() const noexcept { return false; }
};
template <typename _Pred, typename _Spin = __default_spin_policy>
bool __atomic_spin(_Pred& __pred, _Spin = _Spin{}) noexcept {
  return __pred();
}

template <typename _Tp>
bool __atomic_compare(const _Tp& __a, const _Tp& __b) {
  return __builtin_memcmp(&__a, &__b, sizeof(_Tp)) == 0;
}
}  // namespace __detail

template <typename _Tp, typename _ValFn>
void __atomic_wait_address_v(const _Tp* __addr, _Tp __old,
                             _ValFn __vfn) noexcept {
  while (__detail::__atomic_compare(__old, static_cast<_Tp>(__vfn()))) {
    RacefreeAtomicWait(__addr, &__old, sizeof(_Tp));
  }
}

template <typename _Tp, typename _Pred>
void __atomic_wait_address(const _Tp* __addr, _Pred __pred) noexcept {
  while (true) {
    _Tp __seen;
    RacefreePeek(__addr, &__seen, sizeof(_Tp));
    if (__pred()) return;
    RacefreeAtomicWait(__addr, &__seen, sizeof(_Tp));
  }
}

// Only semaphores wait with this: until the counter is positive.
template <typename _Pred>
void __atomic_wait_address_bare(const __detail::__platform_wait_t* __addr,
                                _Pred __pred) noexcept {
  while (!__pred()) RacefreeAwaitPositive(__addr, 0);
}

template <typename _Tp>
void __atomic_notify_address(const _Tp* __addr, bool __all) noexcept {
  RacefreeAtomicNotify(__addr, __all);
}

inline void __atomic_notify_address_bare(
    const __detail::__platform_wait_t* __addr, bool __all) noexcept {
  RacefreeAtomicNotify(__addr, __all);
}
_GLIBCXX_END_NAMESPACE_VERSION
// clang-format off: it does not know the macro.
}  // namespace std
// clang-format on

#endif  // _GLIBCXX_ATOMIC_WAIT_H
#endif
