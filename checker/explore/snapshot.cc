#include "checker/explore/snapshot.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "checker/explore/arena.h"
#include "checker/explore/context.h"
#include "checker/explore/kernel_call.h"

// Of the C library, where it has it: see sys/rseq.h.
extern "C" const ptrdiff_t __rseq_offset __attribute__((weak));

namespace racefree::explore {
namespace {

constexpr uintptr_t kRseqSize = 32;

constexpr size_t kMaxCopies = size_t{256} << 20;
constexpr size_t kMaxMapText = size_t{1} << 20;

// Reads /proc/self/maps without the heap that is about to be saved.
size_t ReadMaps(char* text) {
  const int file = static_cast<int>(
      syscall(SYS_openat, AT_FDCWD, "/proc/self/maps", O_RDONLY | O_CLOEXEC));
  if (file < 0) return 0;
  size_t size = 0;
  while (size + 1 < kMaxMapText) {
    const long got =
        syscall(SYS_read, file, text + size, kMaxMapText - 1 - size);
    if (got <= 0) break;
    size += static_cast<size_t>(got);
  }
  syscall(SYS_close, file);
  text[size] = '\0';
  return size;
}

// mprotect() itself is refused while a schedule runs.
void Protect(char* low, size_t size, int protection) {
  KernelCall(SYS_mprotect, reinterpret_cast<long>(low), static_cast<long>(size),
             protection);
}

}  // namespace

void Snapshot::AddAlwaysCopied(char* low, char* high) {
  always_.push_back({low, high, copies_ + copies_used_});
  copies_used_ += static_cast<size_t>(high - low);
}

void Snapshot::Exclude(char* low, char* high) {
  excluded_.push_back({low, high, nullptr});
}

bool Snapshot::IsExcluded(char* page) const {
  for (const Range& range : excluded_) {
    if (page + kPage > range.low && page < range.high) return true;
  }
  return false;
}

bool Snapshot::Initialize() {
  copies_ = static_cast<char*>(MapShared(kMaxCopies));
  return copies_ != nullptr;
}

const char* Snapshot::Take(char* stack_pointer) {
  thread_pointer_ = CurrentThreadPointer();
  char* text = static_cast<char*>(MapShared(kMaxMapText));
  if (text == nullptr) return "the machine has no memory left";
  if (ReadMaps(text) == 0) return "/proc/self/maps can not be read";
  bool complete = true;
  for (char* line = text; *line != '\0';) {
    char* rest = nullptr;
    const uintptr_t low = strtoul(line, &rest, 16);
    const uintptr_t high = strtoul(rest + 1, &rest, 16);
    const bool wanted = strncmp(rest + 1, "rw-p", 4) == 0;
    char* end = strchr(line, '\n');
    if (wanted) {
      complete =
          complete && AddMapping(reinterpret_cast<char*>(low),
                                 reinterpret_cast<char*>(high), stack_pointer);
    }
    if (end == nullptr) break;
    line = end + 1;
  }
  UnmapShared(text, kMaxMapText);
  if (!complete) {
    return "it has more than 256 MiB, or more than 512 pieces, before the test "
           "begins";
  }
  for (const Range& range : always_) {
    memcpy(range.copy, range.low, static_cast<size_t>(range.high - range.low));
  }
  for (const Range& range : protected_) {
    memcpy(range.copy, range.low, static_cast<size_t>(range.high - range.low));
  }
  for (const Range& range : protected_) {
    Protect(range.low, static_cast<size_t>(range.high - range.low), PROT_READ);
  }
  return nullptr;
}

bool Snapshot::AddMapping(char* low, char* high, char* stack_pointer) {
  if (low <= stack_pointer && stack_pointer < high) {
    // The page in use is half scratch; whole pages above it as any other.
    char* page_end = reinterpret_cast<char*>(
        (reinterpret_cast<uintptr_t>(stack_pointer) | (kPage - 1)) + 1);
    AddAlwaysCopied(stack_pointer, page_end);
    low = page_end;
  }
  // The kernel itself writes to the running thread's control block (rseq), and
  // would take a protected page there for a crash.
  char* control =
      reinterpret_cast<char*>(CurrentThreadPointer() & ~(kPage - 1));
  char* control_end = control + 2 * kPage;
  if (low < control_end && control < high) {
    char* from = low > control ? low : control;
    char* to = high < control_end ? high : control_end;
    AddAlwaysCopied(from, to);
    Exclude(from, to);
  }
  while (low < high) {
    while (low < high && IsExcluded(low)) low += kPage;
    char* end = low;
    while (end < high && !IsExcluded(end)) end += kPage;
    if (low == end) return true;
    const size_t size = static_cast<size_t>(end - low);
    if (copies_used_ + size > kMaxCopies || protected_.full()) return false;
    protected_.push_back({low, end, copies_ + copies_used_});
    copies_used_ += size;
    low = end;
  }
  return true;
}

bool Snapshot::Unprotect(uintptr_t address) {
  char* page = reinterpret_cast<char*>(address & ~(kPage - 1));
  for (const Range& range : protected_) {
    if (page < range.low || page >= range.high) continue;
    Protect(page, kPage, PROT_READ | PROT_WRITE);
    if (dirty_.full()) OutOfRoom("memory that was there before the test");
    dirty_.push_back({page, page + kPage, range.copy + (page - range.low)});
    return true;
  }
  return false;
}

void Snapshot::AddTo(StateHash* hash, bool only_dirty) const {
  const auto add = [this, hash](const Range& range) {
    const auto low = reinterpret_cast<uintptr_t>(range.low);
    const auto high = reinterpret_cast<uintptr_t>(range.high);
    // There the kernel notes on which processor the thread runs.
    const uintptr_t note =
        &__rseq_offset == nullptr
            ? 0
            : thread_pointer_ + static_cast<uintptr_t>(__rseq_offset);
    if (note < low || note >= high) return hash->AddMemory(low, high);
    hash->AddMemory(low, note);
    hash->AddMemory(note + kRseqSize, high);
  };
  for (const Range& range : always_) add(range);
  if (only_dirty) {
    for (const Range& range : dirty_) add(range);
  } else {
    for (const Range& range : protected_) add(range);
  }
}

void Snapshot::UnprotectAll() {
  for (const Range& range : protected_) {
    mprotect(range.low, static_cast<size_t>(range.high - range.low),
             PROT_READ | PROT_WRITE);
  }
}

void Snapshot::Restore() {
  for (const Range& range : always_) {
    memcpy(range.low, range.copy, static_cast<size_t>(range.high - range.low));
  }
  for (const Range& range : dirty_) memcpy(range.low, range.copy, kPage);
}

}  // namespace racefree::explore
