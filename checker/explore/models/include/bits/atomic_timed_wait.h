// Stands in for the header of this name of libstdc++ 11 to 14, as atomic_wait.h
// beside it does: the timed waits of counting_semaphore.
#include <bits/c++config.h>

#if _GLIBCXX_RELEASE < 11 || _GLIBCXX_RELEASE > 14
#include_next <bits/atomic_timed_wait.h>
#else

#ifndef _GLIBCXX_ATOMIC_TIMED_WAIT_H
#define _GLIBCXX_ATOMIC_TIMED_WAIT_H 1

#include <bits/atomic_wait.h>
#include <bits/chrono.h>

namespace std _GLIBCXX_VISIBILITY(default) {
_GLIBCXX_BEGIN_NAMESPACE_VERSION

// All clocks show the same time to an explored program.
template <typename _Pred, typename _Clock, typename _Dur>
bool __atomic_wait_address_until_bare(
    const __detail::__platform_wait_t* __addr, _Pred __pred,
    const chrono::time_point<_Clock, _Dur>& __atime) noexcept {
  const auto __limit =
      chrono::duration_cast<chrono::nanoseconds>(__atime.time_since_epoch())
          .count();
  const unsigned long __deadline =
      __limit > 0 ? static_cast<unsigned long>(__limit) : 1;
  while (!__pred()) {
    if (!RacefreeAwaitPositive(__addr, __deadline)) return __pred();
  }
  return true;
}

template <typename _Pred, typename _Rep, typename _Period>
bool __atomic_wait_address_for_bare(
    const __detail::__platform_wait_t* __addr, _Pred __pred,
    const chrono::duration<_Rep, _Period>& __rtime) noexcept {
  return __atomic_wait_address_until_bare(
      __addr, __pred,
      chrono::steady_clock::now() +
          chrono::ceil<chrono::steady_clock::duration>(__rtime));
}
_GLIBCXX_END_NAMESPACE_VERSION
// clang-format off: it does not know the macro.
}  // namespace std
// clang-format on

#endif  // _GLIBCXX_ATOMIC_TIMED_WAIT_H
#endif
