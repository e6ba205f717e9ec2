#include "checker/verdict/machine_fault.h"

#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace racefree {
namespace {

struct KnownFault {
  absl::string_view text;
  absl::string_view message;
  absl::string_view remedy;
};

constexpr absl::string_view kNoSpace = "The disk is full";
constexpr absl::string_view kNoSpaceRemedy =
    "Free some space (df shows where it is used), then run it again.";
constexpr absl::string_view kNoMemory = "The memory ran out";
constexpr absl::string_view kNoMemoryRemedy =
    "Close other programs or raise the limit (ulimit -v), then run it again.";
constexpr absl::string_view kNoMapping =
    "ThreadSanitizer cannot lay out its memory on this machine";
constexpr absl::string_view kNoMappingRemedy =
    "As root: sysctl vm.mmap_rnd_bits=28. In a container, allow the system "
    "call personality, for example with --security-opt seccomp=unconfined.";
constexpr absl::string_view kNoProcess =
    "No more processes or threads can be started";
constexpr absl::string_view kNoProcessRemedy =
    "End other programs or raise the limit (ulimit -u), then run it again.";
constexpr absl::string_view kNoCompiler = "The compiler could not be started";
constexpr absl::string_view kNoCompilerRemedy =
    "Run ./kata doctor to see what is missing.";

// Only sanitizers print these.
constexpr KnownFault kRunning[] = {
    {"FATAL: ThreadSanitizer: unexpected memory mapping", kNoMapping,
     kNoMappingRemedy},
    {"FATAL: ThreadSanitizer: memory layout is incompatible", kNoMapping,
     kNoMappingRemedy},
    {"ThreadSanitizer: unable to disable ASLR", kNoMapping, kNoMappingRemedy},
    {"ERROR: ThreadSanitizer setrlimit() failed", kNoMemory, kNoMemoryRemedy},
    {"ERROR: ThreadSanitizer failed to allocate", kNoMemory, kNoMemoryRemedy},
    {"ERROR: AddressSanitizer failed to allocate", kNoMemory, kNoMemoryRemedy},
    {"Sanitizer: failed to intercept",
     "The sanitizer does not fit this system's C library",
     "Install the clang of your distribution, then run it again."},
};

constexpr KnownFault kBuilding[] = {
    {"No space left on device", kNoSpace, kNoSpaceRemedy},
    {"Disk quota exceeded", kNoSpace, kNoSpaceRemedy},
    {"LLVM ERROR: out of memory", kNoMemory, kNoMemoryRemedy},
    {"failed to map segment from shared object", kNoMemory, kNoMemoryRemedy},
    {"Cannot allocate memory", kNoMemory, kNoMemoryRemedy},
    {"unable to execute command: Killed", kNoMemory, kNoMemoryRemedy},
    {"posix_spawn failed", kNoProcess, kNoProcessRemedy},
    {"Read-only file system", "The disk cannot be written",
     "Mount it for writing, or use a clone on another disk."},
    {"cannot find libclang_rt", "The sanitizers' runtime is not installed",
     "Run ./kata doctor to see what is missing."},
    {"cannot open /usr/lib/llvm", "The sanitizers' runtime is not installed",
     "Run ./kata doctor to see what is missing."},
    {"error while loading shared libraries", kNoCompiler, kNoCompilerRemedy},
};

template <size_t size>
std::optional<MachineFault> Find(const KnownFault (&faults)[size],
                                 absl::string_view output) {
  for (const KnownFault& fault : faults) {
    if (absl::StrContains(output, fault.text)) {
      return MachineFault{std::string(fault.message),
                          std::string(fault.remedy)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<MachineFault> ReadMachineFault(absl::string_view output,
                                             bool building) {
  return building ? Find(kBuilding, output) : Find(kRunning, output);
}

}  // namespace racefree
