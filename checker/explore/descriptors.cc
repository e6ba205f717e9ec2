#include "checker/explore/descriptors.h"

#include <dirent.h>
#include <sys/syscall.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

#include "checker/explore/kernel_call.h"

namespace racefree::explore {

void Descriptors::KeepThese() {
  DIR* directory = opendir("/proc/self/fd");
  if (directory == nullptr) return;
  while (const dirent* entry = readdir(directory)) {
    highest_ = std::max(highest_, atoi(entry->d_name));
  }
  closedir(directory);
}

void Descriptors::CloseOthers() const {
  if (highest_ < 0) return;
  KernelCall(SYS_close_range, highest_ + 1, UINT_MAX);
}

}  // namespace racefree::explore
