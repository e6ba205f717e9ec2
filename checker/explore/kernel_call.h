#ifndef RACEFREE_CHECKER_EXPLORE_KERNEL_CALL_H_
#define RACEFREE_CHECKER_EXPLORE_KERNEL_CALL_H_

namespace racefree::explore {

// A system call of the explorer's own, past all that it interposes; touches no
// memory. Returns what the kernel does: a negative number for an error.
inline long KernelCall(long number, long a = 0, long b = 0, long c = 0) {
  long result;
  asm volatile("syscall"
               : "=a"(result)
               : "0"(number), "D"(a), "S"(b), "d"(c)
               : "rcx", "r11", "memory");
  return result;
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_KERNEL_CALL_H_
