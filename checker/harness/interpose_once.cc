// Lets std::call_once try again after an exception, also under ThreadSanitizer.
//
// ThreadSanitizer's pthread_once, which std::call_once comes through, does not
// know of exceptions: after one, whoever calls it again waits for ever. (The C
// library's lets the next caller try.) It marks its progress in the way it does
// for local static variables, so what aborts their construction helps here.

#if __has_feature(thread_sanitizer)

#include <pthread.h>

#include <cstdint>

extern "C" {

// All are ThreadSanitizer's.
int __interceptor_pthread_once(pthread_once_t* once, void (*function)());
void __cxa_guard_abort(int64_t* guard) noexcept;
void __tsan_acquire(void* address);
void __tsan_release(void* address);

}  // extern "C"

namespace {

// What the calling thread is about to run, for RunNext has no arguments.
thread_local pthread_once_t* next_once;
thread_local void (*next_function)();

void RunNext() {
  void (*const function)() = next_function;
  // A try that failed happens before the next one.
  __tsan_acquire(next_once);
  function();
}

}  // namespace

extern "C" int pthread_once(pthread_once_t* once, void (*function)()) {
  next_once = once;
  next_function = function;
  try {
    return __interceptor_pthread_once(once, RunNext);
  } catch (...) {
    __tsan_release(once);
    __cxa_guard_abort(reinterpret_cast<int64_t*>(once));
    throw;
  }
}

#endif  // __has_feature(thread_sanitizer)
