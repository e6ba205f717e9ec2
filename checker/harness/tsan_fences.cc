// Teaches ThreadSanitizer what fences order, and std::atomic<std::shared_ptr>.
//
// It takes std::atomic_thread_fence for a mere instruction, and so reports
// races in programs that are right by the standard. Here each atomic operation
// of the program passes through a function of this file (the linker's option
// --wrap leads it here), and with a fence
//   - what the thread has read so far counts as acquired;
//   - what the thread writes from now on counts as released.
// Both are a little more than the standard says, so that with fences some race
// may be missed, but none is reported that is not there.

#if __has_feature(thread_sanitizer)

#include <cstddef>
#include <cstdint>

extern "C" {
void __tsan_acquire(void* address);
void __real___tsan_atomic_thread_fence(int order);
void __wrap___tsan_atomic_thread_fence(int order);
}

namespace {

// As the compiler passes them.
enum Order { kRelaxed, kConsume, kAcquire, kRelease, kAcqRel, kSeqCst };

bool Acquires(int order) { return order != kRelaxed && order != kRelease; }

bool Releases(int order) { return order >= kRelease; }

// What one thread did that a fence may still put in order.
struct Accesses {
  // The last places that it read without acquiring: a fence follows soon.
  static constexpr size_t kKept = 16;
  const volatile void* read[kKept] = {};
  size_t reads = 0;
  bool after_release_fence = false;
  // The pointer whose lowest bit it has set as a lock, as libstdc++ does in its
  // std::atomic<std::shared_ptr>.
  const volatile void* locked_by_bit = nullptr;
};

thread_local Accesses accesses;

void NoteRead(const volatile void* address, int order) {
  if (Acquires(order)) return;
  // A loop that waits reads one place again and again.
  if (accesses.read[accesses.reads % Accesses::kKept] == address) return;
  accesses.read[++accesses.reads % Accesses::kKept] = address;
}

int WithRelease(int order) {
  if (Releases(order)) return order;
  return order == kRelaxed ? kRelease : kAcqRel;
}

// The order of a write that may come after a fence.
int OrderOfWrite(int order) {
  return accesses.after_release_fence ? WithRelease(order) : order;
}

// libstdc++ 12 gives that lock back with memory_order_relaxed after a load: a
// slip of its own that nobody is to be told who uses it rightly.
void NoteLockByBit(const volatile void* address, int64_t before,
                   int64_t after) {
  if (after == (before | 1) && after != before) {
    accesses.locked_by_bit = address;
  }
}

int OrderOfExchange(const volatile void* address, int64_t value, int order) {
  if (address != accesses.locked_by_bit || value != 1) {
    return OrderOfWrite(order);
  }
  accesses.locked_by_bit = nullptr;
  return WithRelease(order);
}

}  // namespace

extern "C" void __wrap___tsan_atomic_thread_fence(int order) {
  __real___tsan_atomic_thread_fence(order);
  if (Releases(order)) accesses.after_release_fence = true;
  if (!Acquires(order)) return;
  for (const volatile void* address : accesses.read) {
    if (address != nullptr) __tsan_acquire(const_cast<void*>(address));
  }
}

#define WRAP_EXCHANGE(bits, operation)                                   \
  extern "C" int##bits##_t __real___tsan_atomic##bits##_##operation(     \
      volatile int##bits##_t* address, int##bits##_t value, int order);  \
  extern "C" int##bits##_t __wrap___tsan_atomic##bits##_##operation(     \
      volatile int##bits##_t* address, int##bits##_t value, int order) { \
    NoteRead(address, order);                                            \
    return __real___tsan_atomic##bits##_##operation(                     \
        address, value, OrderOfExchange(address, value, order));         \
  }

#define WRAP(bits)                                                            \
  extern "C" int##bits##_t __real___tsan_atomic##bits##_load(                 \
      const volatile int##bits##_t* address, int order);                      \
  extern "C" int##bits##_t __wrap___tsan_atomic##bits##_load(                 \
      const volatile int##bits##_t* address, int order) {                     \
    NoteRead(address, order);                                                 \
    return __real___tsan_atomic##bits##_load(address, order);                 \
  }                                                                           \
  extern "C" void __real___tsan_atomic##bits##_store(                         \
      volatile int##bits##_t* address, int##bits##_t value, int order);       \
  extern "C" void __wrap___tsan_atomic##bits##_store(                         \
      volatile int##bits##_t* address, int##bits##_t value, int order) {      \
    __real___tsan_atomic##bits##_store(address, value, OrderOfWrite(order));  \
  }                                                                           \
  extern "C" int##bits##_t __real___tsan_atomic##bits##_compare_exchange_val( \
      volatile int##bits##_t* address, int##bits##_t expected,                \
      int##bits##_t value, int order, int failure_order);                     \
  extern "C" int##bits##_t __wrap___tsan_atomic##bits##_compare_exchange_val( \
      volatile int##bits##_t* address, int##bits##_t expected,                \
      int##bits##_t value, int order, int failure_order) {                    \
    NoteRead(address, failure_order);                                         \
    const int##bits##_t before =                                              \
        __real___tsan_atomic##bits##_compare_exchange_val(                    \
            address, expected, value, OrderOfWrite(order), failure_order);    \
    if (bits == 64 && before == expected) {                                   \
      NoteLockByBit(address, before, value);                                  \
    }                                                                         \
    return before;                                                            \
  }                                                                           \
  WRAP_EXCHANGE(bits, exchange)                                               \
  WRAP_EXCHANGE(bits, fetch_add)                                              \
  WRAP_EXCHANGE(bits, fetch_sub)                                              \
  WRAP_EXCHANGE(bits, fetch_and)                                              \
  WRAP_EXCHANGE(bits, fetch_or)                                               \
  WRAP_EXCHANGE(bits, fetch_xor)

WRAP(8)
WRAP(16)
WRAP(32)
WRAP(64)

#endif  // __has_feature(thread_sanitizer)
