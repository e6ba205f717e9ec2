// Entry points of the compiler's ThreadSanitizer instrumentation, part 1: plain
// memory. Each instrumented access calls one of these just before it happens.

#include <cstring>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

// A line that is known to race is a choice point.
void BeforeAccess(const void* address, size_t size, uintptr_t code,
                  bool writes) {
  if (runtime->IsChoicePoint(code)) {
    Operation access;
    access.name = writes ? "writes" : "reads";
    access.code = code;
    access.is_plain = true;
    access.only_memory_and_locks = true;
    access.Touches(address, static_cast<uint32_t>(size),
                   writes ? Role::kWrite : Role::kRead);
    runtime->schedule.Perform(access);
  }
  runtime->CheckAccess(reinterpret_cast<uintptr_t>(address), size, code, writes,
                       /*atomic=*/false);
}

inline void Access(const void* address, size_t size, uintptr_t code,
                   bool writes) {
  if (Exploring() && size > 0) BeforeAccess(address, size, code, writes);
}

}  // namespace
}  // namespace racefree::explore

using racefree::explore::Access;

#define RACEFREE_ACCESS(size)                                             \
  RACEFREE_EXPORT void __tsan_read##size(void* address) {                 \
    Access(address, size, RACEFREE_CALLER, false);                        \
  }                                                                       \
  RACEFREE_EXPORT void __tsan_write##size(void* address) {                \
    Access(address, size, RACEFREE_CALLER, true);                         \
  }                                                                       \
  RACEFREE_EXPORT void __tsan_unaligned_read##size(void* address) {       \
    Access(address, size, RACEFREE_CALLER, false);                        \
  }                                                                       \
  RACEFREE_EXPORT void __tsan_unaligned_write##size(void* address) {      \
    Access(address, size, RACEFREE_CALLER, true);                         \
  }                                                                       \
  RACEFREE_EXPORT void __tsan_read_write##size(void* address) {           \
    Access(address, size, RACEFREE_CALLER, false);                        \
    Access(address, size, RACEFREE_CALLER, true);                         \
  }                                                                       \
  RACEFREE_EXPORT void __tsan_unaligned_read_write##size(void* address) { \
    Access(address, size, RACEFREE_CALLER, false);                        \
    Access(address, size, RACEFREE_CALLER, true);                         \
  }

RACEFREE_ACCESS(1)
RACEFREE_ACCESS(2)
RACEFREE_ACCESS(4)
RACEFREE_ACCESS(8)
RACEFREE_ACCESS(16)

RACEFREE_EXPORT void __tsan_read_range(void* address, size_t size) {
  Access(address, size, RACEFREE_CALLER, false);
}
RACEFREE_EXPORT void __tsan_write_range(void* address, size_t size) {
  Access(address, size, RACEFREE_CALLER, true);
}

// The pointer to an object's virtual functions, which constructors and
// destructors set.
RACEFREE_EXPORT void __tsan_vptr_read(void** address) {
  Access(address, sizeof(void*), RACEFREE_CALLER, false);
}
RACEFREE_EXPORT void __tsan_vptr_update(void** address, void* value) {
  // Setting what is set already changes nothing.
  if (*address == value) return;
  Access(address, sizeof(void*), RACEFREE_CALLER, true);
}

RACEFREE_EXPORT void* __tsan_memcpy(void* to, const void* from, size_t size) {
  Access(from, size, RACEFREE_CALLER, false);
  Access(to, size, RACEFREE_CALLER, true);
  return memcpy(to, from, size);
}
RACEFREE_EXPORT void* __tsan_memmove(void* to, const void* from, size_t size) {
  Access(from, size, RACEFREE_CALLER, false);
  Access(to, size, RACEFREE_CALLER, true);
  return memmove(to, from, size);
}
RACEFREE_EXPORT void* __tsan_memset(void* to, int byte, size_t size) {
  Access(to, size, RACEFREE_CALLER, true);
  return memset(to, byte, size);
}

// Nothing to do: stacks are walked when a report needs them.
RACEFREE_EXPORT void __tsan_init() {}
RACEFREE_EXPORT void __tsan_func_entry(void*) {}
RACEFREE_EXPORT void __tsan_func_exit() {}
RACEFREE_EXPORT void __tsan_ignore_thread_begin() {}
RACEFREE_EXPORT void __tsan_ignore_thread_end() {}

// Annotations that libraries make for ThreadSanitizer: the explorer sees the
// locks themselves.
RACEFREE_EXPORT void __tsan_mutex_create(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_destroy(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_pre_lock(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_post_lock(void*, unsigned, int) {}
RACEFREE_EXPORT int __tsan_mutex_pre_unlock(void*, unsigned) { return 0; }
RACEFREE_EXPORT void __tsan_mutex_post_unlock(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_pre_signal(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_post_signal(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_pre_divert(void*, unsigned) {}
RACEFREE_EXPORT void __tsan_mutex_post_divert(void*, unsigned) {}
