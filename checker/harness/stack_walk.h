#ifndef RACEFREE_CHECKER_HARNESS_STACK_WALK_H_
#define RACEFREE_CHECKER_HARNESS_STACK_WALK_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/types/span.h"
#include "checker/harness/thread_table.h"

namespace racefree {

// Notes the callers of the function that calls this. Walks frame pointers,
// which all code here is compiled with: fast enough to be done at each lock.
void WalkStack(Stack& stack);

// Like WalkStack, by the unwinder: also right where the C++ library's own
// compiled code stands in between, at about 100 times the cost. Fills
// `offsets`, with a 0 behind the last if there is room. In a signal handler
// `interrupted_at` is the instruction that the signal hit.
void UnwindStack(absl::Span<std::atomic<uint64_t>> offsets,
                 uintptr_t interrupted_at = 0);

// The offset from the start of the executable, as Stack holds it; 0 for an
// address that is not in the executable's code.
uint64_t OffsetInExecutable(uintptr_t address);

// The stack as the judge expects it in a message: "{stack 1a2b 3c4d}".
std::string StackMark(const Stack& stack);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_STACK_WALK_H_
