#ifndef RACEFREE_CHECKER_HARNESS_SILENT_COUNTER_H_
#define RACEFREE_CHECKER_HARNESS_SILENT_COUNTER_H_

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <climits>

namespace racefree {

// A number that only grows, and that threads can wait for. Thread-safe.
//
// It brings threads together in time, but orders none of their memory: for
// ThreadSanitizer it does not exist. With a mutex or a latch in its place, the
// test would put in order what the code under test forgot to.
class SilentCounter {
 public:
  int value() const { return value_.load(std::memory_order_relaxed); }

  // Adds one.
  void Raise() {
    // The compiler, too, has to leave what comes before where it is...
    std::atomic_signal_fence(std::memory_order_seq_cst);
    value_.fetch_add(1, std::memory_order_relaxed);
    syscall(SYS_futex, &value_, FUTEX_WAKE_PRIVATE, INT_MAX);
  }

  // Waits until the value is at least `wanted`.
  void WaitFor(int wanted) const {
    for (int seen = value(); seen < wanted; seen = value()) {
      syscall(SYS_futex, &value_, FUTEX_WAIT_PRIVATE, seen, nullptr);
    }
    // ...and what comes after.
    std::atomic_signal_fence(std::memory_order_seq_cst);
  }

 private:
  std::atomic<int> value_ = 0;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_SILENT_COUNTER_H_
