#include "checker/harness/shared_thread_table.h"

#include <sys/mman.h>

#include <cstdlib>

#include "checker/harness/control.h"
#include "checker/harness/thread_table.h"

namespace racefree {

ThreadTable* SharedThreadTable() {
  static ThreadTable* const table = []() -> ThreadTable* {
    const char* descriptor = std::getenv(kThreadTableVariable);
    if (descriptor == nullptr) return nullptr;
    void* memory = mmap(nullptr, sizeof(ThreadTable), PROT_READ | PROT_WRITE,
                        MAP_SHARED, std::atoi(descriptor), 0);
    return memory == MAP_FAILED ? nullptr : static_cast<ThreadTable*>(memory);
  }();
  return table;
}

}  // namespace racefree
