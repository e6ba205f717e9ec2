#include "checker/explore/arena.h"

#include <sys/mman.h>

#include "checker/explore/worker.h"

namespace racefree::explore {

void* MapShared(size_t size) {
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

void* MapSharedAt(uintptr_t address, size_t size) {
  void* wanted = reinterpret_cast<void*>(address);
  void* memory = mmap(
      wanted, size, PROT_READ | PROT_WRITE,
      MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (memory == wanted) return memory;
  if (memory != MAP_FAILED) munmap(memory, size);
  return MapShared(size);
}

void* MapSharedOrAbandon(size_t size) {
  void* memory = MapShared(size);
  if (memory == nullptr) {
    AbandonWork(FindingKind::kMachineFault,
                "the machine has no memory left for the explorer: nothing is "
                "known about the program");
  }
  return memory;
}

bool RenewShared(void* memory, size_t size) {
  return mmap(memory, size, PROT_READ | PROT_WRITE,
              MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1,
              0) != MAP_FAILED;
}

void UnmapShared(void* memory, size_t size) { munmap(memory, size); }

}  // namespace racefree::explore
