#include <link.h>

#include <cstring>

#include "checker/explore/interpose/interpose.h"

namespace racefree::explore {
namespace {

struct CodeRange {
  uintptr_t low;
  uintptr_t high;
};

constexpr int kMaxRanges = 8;
CodeRange quiet_ranges[kMaxRanges];
int quiet_range_count = -1;

int VisitModule(dl_phdr_info* module, size_t, void*) {
  const bool quiet = strstr(module->dlpi_name, "/libc.so") != nullptr ||
                     strstr(module->dlpi_name, "/libgcc_s.so") != nullptr ||
                     strstr(module->dlpi_name, "/ld-linux") != nullptr;
  if (!quiet) return 0;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const auto& header = module->dlpi_phdr[i];
    const bool code = header.p_type == PT_LOAD && (header.p_flags & PF_X) != 0;
    if (!code || quiet_range_count == kMaxRanges) continue;
    const uintptr_t low = module->dlpi_addr + header.p_vaddr;
    quiet_ranges[quiet_range_count++] = {low, low + header.p_memsz};
  }
  return 0;
}

}  // namespace

bool IsQuietCaller(uintptr_t code) {
  if (quiet_range_count < 0) {
    quiet_range_count = 0;
    dl_iterate_phdr(VisitModule, nullptr);
  }
  for (int i = 0; i < quiet_range_count; ++i) {
    if (code >= quiet_ranges[i].low && code < quiet_ranges[i].high) return true;
  }
  return false;
}

}  // namespace racefree::explore
