#ifndef RACEFREE_CHECKER_HARNESS_STACK_WALK_H_
#define RACEFREE_CHECKER_HARNESS_STACK_WALK_H_

#include <cstdint>
#include <string>

#include "checker/harness/thread_table.h"

namespace racefree {

// Notes the callers of the function that calls this. Walks frame pointers,
// which all code here is compiled with: fast enough to be done at each lock.
void WalkStack(Stack& stack);

// Like WalkStack, by the unwinder: also right where the C++ library's own
// compiled code stands in between, at about 100 times the cost.
void UnwindStack(Stack& stack);

// The stack as the judge expects it in a message: "{stack 1a2b 3c4d}".
std::string StackMark(const Stack& stack);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_STACK_WALK_H_
