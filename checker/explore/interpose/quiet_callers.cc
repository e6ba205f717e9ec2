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
CodeRange program_range;

int VisitModule(dl_phdr_info* module, size_t, void*) {
  // The first module, the program itself, has no name here.
  const bool program = module->dlpi_name[0] == '\0' && program_range.low == 0;
  const bool quiet = strstr(module->dlpi_name, "/libc.so") != nullptr ||
                     strstr(module->dlpi_name, "/libgcc_s.so") != nullptr ||
                     strstr(module->dlpi_name, "/ld-linux") != nullptr;
  if (!quiet && !program) return 0;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const auto& header = module->dlpi_phdr[i];
    const bool code = header.p_type == PT_LOAD && (header.p_flags & PF_X) != 0;
    if (!code) continue;
    const uintptr_t low = module->dlpi_addr + header.p_vaddr;
    const CodeRange range = {low, low + header.p_memsz};
    if (program) {
      program_range = range;
    } else if (quiet_range_count < kMaxRanges) {
      quiet_ranges[quiet_range_count++] = range;
    }
  }
  return 0;
}

void FindRanges() {
  if (quiet_range_count >= 0) return;
  quiet_range_count = 0;
  dl_iterate_phdr(VisitModule, nullptr);
}

}  // namespace

bool IsProgramCode(uintptr_t code) {
  FindRanges();
  return code >= program_range.low && code < program_range.high;
}

bool IsQuietCaller(uintptr_t code) {
  FindRanges();
  for (int i = 0; i < quiet_range_count; ++i) {
    if (code >= quiet_ranges[i].low && code < quiet_ranges[i].high) return true;
  }
  return false;
}

}  // namespace racefree::explore
