// The heap. Blocks made before the test began belong to the C library.

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>

#include <cstring>
#include <new>

#include "checker/explore/interpose/refuse.h"

extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* block, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* block);
}

namespace racefree::explore {
namespace {

constexpr size_t kUsual = 16;

bool IsOurs(const void* block) {
  return runtime != nullptr && runtime->heap.Contains(block);
}

// More than any machine gives: what asks for so much is told no, as always.
constexpr size_t kImpossible = size_t{1} << 47;

void* Allocate(size_t size, size_t alignment, uintptr_t code) {
  void* block = runtime->heap.Allocate(size, alignment);
  if (block != nullptr) return block;
  if (size < kImpossible) {
    runtime->schedule.Fail(
        FindingKind::kNotControlled, code,
        "thread %d asks for %zu bytes of memory, but a test that is explored "
        "may allocate %zu MiB in all (what it frees counts too)",
        runtime->schedule.running(), size, Heap::kSize >> 20);
  }
  errno = ENOMEM;
  return nullptr;
}

// Whoever used the memory must be done with it, and be known to be.
void CheckFree(void* block, size_t size, uintptr_t code) {
  if (runtime->learned.Contains(code)) {
    Operation operation;
    operation.name = "frees";
    operation.code = code;
    operation.Touches(block, static_cast<uint32_t>(size), Role::kWrite);
    runtime->schedule.Perform(operation);
  }
  runtime->CheckFree(reinterpret_cast<uintptr_t>(block), size, code);
}

void Free(void* block, uintptr_t code) {
  const auto address = reinterpret_cast<uintptr_t>(block);
  if (!Exploring()) return;
  const size_t size = runtime->heap.SizeOf(block);
  // A library may have made sure by means that are not seen here, such as its
  // own count of references.
  if (IsProgramCode(code)) CheckFree(block, size, code);
  switch (runtime->heap.Free(block)) {
    case Heap::Freed::kTwice:
      runtime->schedule.Fail(FindingKind::kDoubleFree, code,
                             "thread %d frees memory that was already freed",
                             runtime->schedule.running());
    case Heap::Freed::kNoBlock:
      runtime->schedule.Fail(FindingKind::kDoubleFree, code,
                             "thread %d frees what was never allocated",
                             runtime->schedule.running());
    case Heap::Freed::kYes:
      break;
  }
  runtime->locks.DestroyRange(address, address + size, code);
}

}  // namespace
}  // namespace racefree::explore

using namespace racefree::explore;

RACEFREE_EXPORT void* malloc(size_t size) {
  if (!Exploring()) return __libc_malloc(size);
  return Allocate(size, kUsual, RACEFREE_CALLER);
}

RACEFREE_EXPORT void* calloc(size_t count, size_t size) {
  if (!Exploring()) return __libc_calloc(count, size);
  size_t total;
  if (__builtin_mul_overflow(count, size, &total)) return nullptr;
  void* block = Allocate(total, kUsual, RACEFREE_CALLER);
  if (block != nullptr) memset(block, 0, total);
  return block;
}

static void FreeFrom(uintptr_t code, void* block) {
  if (block == nullptr) return;
  if (IsOurs(block)) return Free(block, code);
  __libc_free(block);
}

RACEFREE_EXPORT void free(void* block) { FreeFrom(RACEFREE_CALLER, block); }

// The C++ library's would call free() itself, and hide who deletes.
#define RACEFREE_DELETE(...)                     \
  void operator delete(__VA_ARGS__) noexcept {   \
    FreeFrom(RACEFREE_CALLER, block);            \
  }                                              \
  void operator delete[](__VA_ARGS__) noexcept { \
    FreeFrom(RACEFREE_CALLER, block);            \
  }

RACEFREE_DELETE(void* block)
RACEFREE_DELETE(void* block, size_t)
RACEFREE_DELETE(void* block, std::align_val_t)
RACEFREE_DELETE(void* block, size_t, std::align_val_t)
RACEFREE_DELETE(void* block, const std::nothrow_t&)
RACEFREE_DELETE(void* block, std::align_val_t, const std::nothrow_t&)

RACEFREE_EXPORT void* realloc(void* block, size_t size) {
  if (!Exploring() && !IsOurs(block)) return __libc_realloc(block, size);
  void* larger = Allocate(size, kUsual, RACEFREE_CALLER);
  if (larger == nullptr || block == nullptr) return larger;
  const size_t before =
      IsOurs(block) ? runtime->heap.SizeOf(block) : malloc_usable_size(block);
  memcpy(larger, block, before < size ? before : size);
  FreeFrom(RACEFREE_CALLER, block);
  return larger;
}

RACEFREE_EXPORT void* memalign(size_t alignment, size_t size) {
  if (!Exploring()) return __libc_memalign(alignment, size);
  return Allocate(size, alignment, RACEFREE_CALLER);
}

RACEFREE_EXPORT void* aligned_alloc(size_t alignment, size_t size) {
  return memalign(alignment, size);
}

RACEFREE_EXPORT int posix_memalign(void** result, size_t alignment,
                                   size_t size) {
  *result = memalign(alignment, size);
  return *result == nullptr ? ENOMEM : 0;
}

RACEFREE_EXPORT size_t malloc_usable_size(void* block) {
  if (IsOurs(block)) return runtime->heap.SizeOf(block);
  return RealFunction<size_t(void*)>("malloc_usable_size")(block);
}

// Pages that are only memory come from the same heap, so that the next schedule
// does not find them. All else that mmap can do lasts.
RACEFREE_EXPORT void* mmap(void* where, size_t size, int protection, int flags,
                           int file, off_t offset) noexcept {
  if (!Exploring()) {
    return RACEFREE_REAL(mmap, where, size, protection, flags, file, offset);
  }
  const int kinds = MAP_PRIVATE | MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED |
                    MAP_FIXED_NOREPLACE;
  if ((flags & kinds) != (MAP_PRIVATE | MAP_ANONYMOUS) ||
      protection != (PROT_READ | PROT_WRITE)) {
    Refuse("mmap", "makes memory of a special kind", RACEFREE_CALLER);
  }
  void* memory = Allocate(size, size_t{4096}, RACEFREE_CALLER);
  if (memory == nullptr) return MAP_FAILED;
  memset(memory, 0, size);
  return memory;
}

RACEFREE_EXPORT int munmap(void* memory, size_t size) noexcept {
  if (!Exploring()) return RACEFREE_REAL(munmap, memory, size);
  const bool whole = IsOurs(memory) && runtime->heap.SizeOf(memory) == size;
  if (!whole) {
    Refuse("munmap", "unmaps memory that this test did not map",
           RACEFREE_CALLER);
  }
  Free(memory, RACEFREE_CALLER);
  return 0;
}

RACEFREE_REFUSED("changes what memory allows", int, mprotect,
                 (void* memory, size_t size, int protection) noexcept, memory,
                 size, protection)
