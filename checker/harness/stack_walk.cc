#include "checker/harness/stack_walk.h"

#include <execinfo.h>
#include <pthread.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "checker/harness/control.h"

// The linker puts them at the two ends of the code.
extern "C" const char __executable_start;
extern "C" const char etext;

namespace racefree {
namespace {

// What a function compiled with frame pointers leaves at the start of its
// frame.
struct FrameRecord {
  const FrameRecord* caller;
  uintptr_t return_address;
};

// The highest address of the calling thread's stack; 0 if not known.
uintptr_t StackTop() {
  thread_local const uintptr_t top = [] {
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
      return uintptr_t{0};
    }
    void* lowest = nullptr;
    size_t size = 0;
    pthread_attr_getstack(&attributes, &lowest, &size);
    pthread_attr_destroy(&attributes);
    return reinterpret_cast<uintptr_t>(lowest) + size;
  }();
  return top;
}

}  // namespace

uint64_t OffsetInExecutable(uintptr_t address) {
  const auto start = reinterpret_cast<uintptr_t>(&__executable_start);
  const auto end = reinterpret_cast<uintptr_t>(&etext);
  return address >= start && address < end ? address - start : 0;
}

void WalkStack(Stack& stack) {
  const uintptr_t top = StackTop();
  auto* frame = static_cast<const FrameRecord*>(__builtin_frame_address(0));
  size_t depth = 0;
  while (depth < stack.offsets.size()) {
    const auto address = reinterpret_cast<uintptr_t>(frame);
    if (address % sizeof(void*) != 0 || address + sizeof(FrameRecord) > top) {
      break;
    }
    if (uint64_t offset = OffsetInExecutable(frame->return_address)) {
      stack.offsets[depth++].store(offset, std::memory_order_relaxed);
    }
    // Callers stand higher; anything else is no frame record.
    if (frame->caller <= frame) break;
    frame = frame->caller;
  }
  if (depth < stack.offsets.size()) {
    stack.offsets[depth].store(0, std::memory_order_relaxed);
  }
}

void UnwindStack(absl::Span<std::atomic<uint64_t>> offsets,
                 uintptr_t interrupted_at) {
  std::array<void*, kCrashStackDepth> addresses;
  const int count = backtrace(addresses.data(), addresses.size());
  size_t depth = 0;
  for (int i = 0; i < count && depth < offsets.size(); ++i) {
    const auto address = reinterpret_cast<uintptr_t>(addresses[i]);
    if (uint64_t offset = OffsetInExecutable(address)) {
      // Readers look just before a return address.
      offsets[depth++] = address == interrupted_at ? offset + 1 : offset;
    }
  }
  if (depth < offsets.size()) offsets[depth] = 0;
}

std::string StackMark(const Stack& stack) {
  std::string mark = kStackBegin;
  for (const auto& offset : stack.offsets) {
    if (offset == 0) break;
    absl::StrAppend(&mark, " ", absl::Hex(offset.load()));
  }
  return mark + kStackEnd;
}

}  // namespace racefree
