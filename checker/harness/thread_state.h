#ifndef RACEFREE_CHECKER_HARNESS_THREAD_STATE_H_
#define RACEFREE_CHECKER_HARNESS_THREAD_STATE_H_

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <ostream>
#include <thread>

// Looking at a thread from outside, to bring about by plan what otherwise
// happens by chance. Nothing here gives the threads an order that
// ThreadSanitizer would take for synchronisation of the code under test.

namespace racefree {

// The calling thread's number in the kernel.
pid_t CurrentThreadId();

// Whether the thread of this process that has this number is asleep and stays
// so: it waits for a lock, a join, a condition. A thread that has ended is not
// asleep. A sleep that ends by itself at once, such as a page being read, does
// not count.
bool IsAsleep(pid_t thread_id);

// Whether the thread of this process that had this number is gone. It is a
// little later that joining it returns.
bool HasEnded(pid_t thread_id);

// Whether it does nothing more, for now: it is asleep or gone.
bool HasComeToRest(pid_t thread_id);

// Whether all other threads of this process are asleep, all at one moment: none
// of them goes on before the calling thread does something, or a time limit of
// their own is over. Threads that have ended do not count.
bool OthersAreAsleep();

// Waits until OthersAreAsleep(). False if they go round in circles instead:
// they then have used 50 ms of processor time or yielded 2000 times, no matter
// how long that took.
bool WaitUntilOthersAreAsleep();

// How far a call has come that cannot go on for now.
enum class CallState {
  kReturned,
  // Waits and leaves the processor to others.
  kAsleep,
  // Goes round in circles and burns processor time.
  kSpinning,
};

// For messages of tests.
void PrintTo(CallState state, std::ostream* out);

// A call on a thread of its own, which is watched by whoever made it.
class WatchedCall {
 public:
  explicit WatchedCall(std::function<void()> call);
  // Waits for the call to return.
  ~WatchedCall();

  WatchedCall(const WatchedCall&) = delete;
  WatchedCall& operator=(const WatchedCall&) = delete;

  // Returns when the call has returned or cannot go on for now: it is asleep,
  // or it goes round in circles (as a spinning lock does; it then has used 30
  // ms of processor time or yielded 500 times, no matter how long that took).
  // Tells which.
  CallState WaitUntilReturnedOrHeldUp();

  bool has_returned() const {
    return returned_.load(std::memory_order_relaxed);
  }

 private:
  // 0 until the thread runs.
  std::atomic<pid_t> thread_id_ = 0;
  std::atomic<bool> returned_ = false;
  std::thread thread_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_THREAD_STATE_H_
