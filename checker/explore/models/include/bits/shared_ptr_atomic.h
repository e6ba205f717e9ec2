// Goes before the header of this name of libstdc++ 12 to 14 while a program is
// built for the explorer: what std::atomic<std::shared_ptr> and
// std::atomic<std::weak_ptr> are made of. The library's own locks a bit of the
// pointer, and a load gives it back with a relaxed store: right on the machines
// that there are, but a data race by the standard's rules, and reported as one.
// Here each operation is one step, which is also less to explore; what it does
// to the reference count is part of it, and not seen. Other versions get the
// library's own.
#include <bits/c++config.h>

#if _GLIBCXX_RELEASE >= 12 && _GLIBCXX_RELEASE <= 14 && \
    __cplusplus >= 202002L && !defined(_SHARED_PTR_ATOMIC_H)

#include <bits/atomic_base.h>
#include <bits/move.h>
#include <bits/shared_ptr.h>

extern "C" {
// What is done between these two is one operation on the bytes at `object`.
void RacefreeBeginAtomic(const void* object, __SIZE_TYPE__ size, int order,
                         bool only_loads);
void RacefreeEndAtomic(int order, bool changed);
void RacefreeAtomicWait(const void* address, const void* old,
                        __SIZE_TYPE__ size);
void RacefreeAtomicNotify(const void* address, bool all);
}

namespace std _GLIBCXX_VISIBILITY(default) {
_GLIBCXX_BEGIN_NAMESPACE_VERSION

// The library defines this template; what follows is used in its place.
template <typename _Tp>
class _Sp_atomic;

template <typename _Tp>
class __racefree_sp_atomic {
 public:
  using value_type = _Tp;

  constexpr __racefree_sp_atomic() noexcept = default;
  explicit __racefree_sp_atomic(value_type __value) noexcept
      : _M_value(std::move(__value)) {}
  __racefree_sp_atomic(const __racefree_sp_atomic&) = delete;
  void operator=(const __racefree_sp_atomic&) = delete;

  value_type load(memory_order __order) const noexcept {
    _Step __step(&_M_value, __order, true);
    return _M_value;
  }

  void swap(value_type& __other, memory_order __order) noexcept {
    _Step __step(&_M_value, __order);
    __step._M_changed = true;
    _M_value.swap(__other);
  }

  // What it replaces is destroyed by the caller, after the step.
  bool compare_exchange_strong(value_type& __expected, value_type __desired,
                               memory_order __success,
                               memory_order __failure) noexcept {
    value_type __replaced;
    _Step __step(&_M_value, __success);
    if (_S_same(_M_value, __expected)) {
      __step._M_changed = true;
      _M_value.swap(__desired);
      return true;
    }
    __step._M_order = __failure;
    __replaced.swap(__expected);
    __expected = _M_value;
    return false;
  }

  void wait(value_type __old, memory_order __order) const noexcept {
    while (_S_same(load(__order), __old)) {
      RacefreeAtomicWait(&_M_value, &__old, sizeof(_Tp));
    }
  }
  void notify_one() noexcept { RacefreeAtomicNotify(&_M_value, false); }
  void notify_all() noexcept { RacefreeAtomicNotify(&_M_value, true); }

 private:
  struct _Step {
    _Step(const _Tp* __object, memory_order __order,
          bool __only_loads = false) noexcept
        : _M_order(__order) {
      RacefreeBeginAtomic(__object, sizeof(_Tp), static_cast<int>(_M_order),
                          __only_loads);
    }
    ~_Step() { RacefreeEndAtomic(static_cast<int>(_M_order), _M_changed); }
    memory_order _M_order;
    bool _M_changed = false;
  };

  // Pointer and control block are the same: the bytes are.
  static bool _S_same(const _Tp& __a, const _Tp& __b) noexcept {
    return __builtin_memcmp(static_cast<const void*>(&__a),
                            static_cast<const void*>(&__b), sizeof(_Tp)) == 0;
  }

  _Tp _M_value;
};

template <typename _Tp>
class _Sp_atomic<shared_ptr<_Tp>>
    : public __racefree_sp_atomic<shared_ptr<_Tp>> {
 public:
  using __racefree_sp_atomic<shared_ptr<_Tp>>::__racefree_sp_atomic;
  constexpr _Sp_atomic() noexcept = default;
};

template <typename _Tp>
class _Sp_atomic<weak_ptr<_Tp>> : public __racefree_sp_atomic<weak_ptr<_Tp>> {
 public:
  using __racefree_sp_atomic<weak_ptr<_Tp>>::__racefree_sp_atomic;
  constexpr _Sp_atomic() noexcept = default;
};

_GLIBCXX_END_NAMESPACE_VERSION
// clang-format off: it does not know the macro.
}  // namespace std
// clang-format on

#endif
#include_next <bits/shared_ptr_atomic.h>
