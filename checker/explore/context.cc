#include "checker/explore/context.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

#include "checker/explore/real_function.h"

// Saves the registers that a call must preserve, sets FS if it changes (by
// WRFSBASE, or by arch_prctl where the kernel does not allow that), and swaps
// the stacks.
//   rdi: where to save the stack pointer   rsi: the stack pointer to go on with
//   rdx: the new FS base, 0 to keep it     ecx: whether WRFSBASE is allowed
asm(R"(
.text
.globl racefree_explore_switch
.type racefree_explore_switch, @function
racefree_explore_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  subq $8, %rsp
  stmxcsr (%rsp)
  fnstcw 4(%rsp)
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  testq %rdx, %rdx
  jz 2f
  testl %ecx, %ecx
  jz 1f
  wrfsbase %rdx
  jmp 2f
1:
  movl $158, %eax
  movl $0x1002, %edi
  movq %rdx, %rsi
  syscall
2:
  ldmxcsr (%rsp)
  fldcw 4(%rsp)
  addq $8, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size racefree_explore_switch, . - racefree_explore_switch

# The outermost frame of a fiber: unwinding stops here.
.globl racefree_explore_fiber
.type racefree_explore_fiber, @function
racefree_explore_fiber:
  .cfi_startproc
  .cfi_undefined rip
  callq *%rbx
  ud2
  .cfi_endproc
.size racefree_explore_fiber, . - racefree_explore_fiber
)");

extern "C" void racefree_explore_switch(void** save, void* load,
                                        uintptr_t thread_pointer,
                                        int can_write_fs);
extern "C" void racefree_explore_fiber();

namespace racefree::explore {
namespace {

// As a thread usually has; only what is used of it takes memory.
constexpr size_t kStackSize = size_t{8} << 20;

bool CanWriteFs() {
  static const bool can = (getauxval(AT_HWCAP2) & 2) != 0;
  return can;
}

struct Parking {
  StackLender* lender;
  std::atomic<int> parked{0};
};

void* Park(void* argument) {
  auto* parking = static_cast<Parking*>(argument);
  char here;
  StackLender* lender = parking->lender;
  lender->thread_pointer = CurrentThreadPointer();
  // This thread's own frames, asleep in the kernel, stay untouched above.
  lender->stack_top = reinterpret_cast<char*>(
      (reinterpret_cast<uintptr_t>(&here) - 1024) & ~uintptr_t{63});
  lender->storage_low = lender->stack_top;
  parking->parked.store(1, std::memory_order_release);
  int never = 0;
  while (true) {
    syscall(SYS_futex, &never, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
  }
}

}  // namespace

uintptr_t CurrentThreadPointer() {
  return reinterpret_cast<uintptr_t>(__builtin_thread_pointer());
}

bool MakeStackLender(StackLender* lender) {
  void* memory =
      mmap(nullptr, kStackSize + kStackGuardSize, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return false;
  mprotect(memory, kStackGuardSize, PROT_NONE);
  lender->stack_low = static_cast<char*>(memory) + kStackGuardSize;
  lender->storage_high = lender->stack_low + kStackSize;

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, lender->stack_low, kStackSize);
  // No signal may wake it.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  Parking parking{lender};
  pthread_t thread;
  const int error = RealFunction<int(pthread_t*, const pthread_attr_t*,
                                     void* (*)(void*), void*)>(
      "pthread_create")(&thread, &attributes, Park, &parking);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  if (error != 0) return false;
  while (parking.parked.load(std::memory_order_acquire) == 0) {
    syscall(SYS_sched_yield);
  }
  return true;
}

void PrepareContext(Context* context, char* stack_top, uintptr_t thread_pointer,
                    void (*entry)()) {
  auto top = reinterpret_cast<uintptr_t>(stack_top) & ~uintptr_t{15};
  auto* slot = reinterpret_cast<uint64_t*>(top);
  // Two words, so that the stack is aligned when the fiber begins.
  *--slot = 0;
  *--slot = 0;
  *--slot = reinterpret_cast<uint64_t>(racefree_explore_fiber);
  *--slot = 0;                                  // rbp: no outer frame
  *--slot = reinterpret_cast<uint64_t>(entry);  // rbx
  for (int i = 0; i < 4; ++i) *--slot = 0;      // r12 to r15
  *--slot = uint64_t{0x037F} << 32 | 0x1F80;    // x87 and SSE control words
  context->stack_pointer = slot;
  context->thread_pointer = thread_pointer;
}

void SwitchContext(Context* from, const Context& to) {
  from->thread_pointer = CurrentThreadPointer();
  const bool same = from->thread_pointer == to.thread_pointer;
  racefree_explore_switch(&from->stack_pointer, to.stack_pointer,
                          same ? 0 : to.thread_pointer, CanWriteFs());
}

}  // namespace racefree::explore
