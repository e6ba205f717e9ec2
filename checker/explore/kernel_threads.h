#ifndef RACEFREE_CHECKER_EXPLORE_KERNEL_THREADS_H_
#define RACEFREE_CHECKER_EXPLORE_KERNEL_THREADS_H_

#include <cstdint>

#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// The threads of a schedule as real threads of the kernel, of which all but one
// wait: whoever has the baton runs. Slow, and as simple as can be: what
// `context` does with stacks alone is checked against it. Only in a process
// that was forked for one schedule, and that ends with it.
class KernelThreads {
 public:
  // The calling thread is thread 0 and has the baton.
  void StartSchedule();

  // Makes a thread that calls `entry` when it first gets the baton; `entry`
  // must not return. Tells its pthread_t. False if the machine has no more
  // threads.
  bool Create(ThreadId id, void (*entry)(), uintptr_t* pthread);

  // To be called by thread `from`, which has the baton. Returns when it has it
  // again.
  void HandOver(ThreadId from, ThreadId to);

 private:
  struct Start;
  static void* Run(void* start);
  void Await(ThreadId id);

  // 1 for the thread that has the baton. Each waits for its own, by futex.
  int has_baton_[kMaxThreads];
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_KERNEL_THREADS_H_
