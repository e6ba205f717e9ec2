#ifndef RACEFREE_CHECKER_EXPLORE_CONTEXT_H_
#define RACEFREE_CHECKER_EXPLORE_CONTEXT_H_

#include <cstddef>
#include <cstdint>

namespace racefree::explore {

// Switching between threads of the program without the kernel.
//
// A fiber here is a whole thread to the C library: it has its own stack and its
// own thread-local storage, both taken from a real pthread that was made once
// and sleeps for ever. To run as that thread is to point the stack pointer and
// the FS register at what it owns. So pthread_self(), errno, thread_local
// variables and exceptions in flight are each thread's own.

struct Context {
  void* stack_pointer = nullptr;
  uintptr_t thread_pointer = 0;
};

// A thread that lends its stack and thread-local storage.
struct StackLender {
  // Lowest usable address; below it is a guard page.
  char* stack_low = nullptr;
  // Where a fiber's stack may begin, growing down.
  char* stack_top = nullptr;
  // Its thread-local storage, which every schedule must find as it was.
  char* storage_low = nullptr;
  char* storage_high = nullptr;
  // Also its pthread_t.
  uintptr_t thread_pointer = 0;
};

// Below each stack; large frames must not reach across it.
inline constexpr size_t kStackGuardSize = size_t{16} << 20;

// Makes a thread that sleeps for ever. Returns false if there is no memory.
bool MakeStackLender(StackLender* lender);

// The FS register of the running thread.
uintptr_t CurrentThreadPointer();

// Makes `context` one that calls `entry` on the stack that ends at `stack_top`.
// `entry` must not return.
void PrepareContext(Context* context, char* stack_top, uintptr_t thread_pointer,
                    void (*entry)());

// Saves the running context in `from` and goes on with `to`.
void SwitchContext(Context* from, const Context& to);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_CONTEXT_H_
