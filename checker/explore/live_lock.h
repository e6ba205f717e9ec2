#ifndef RACEFREE_CHECKER_EXPLORE_LIVE_LOCK_H_
#define RACEFREE_CHECKER_EXPLORE_LIVE_LOCK_H_

#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

struct Operation;

// Tells a live-lock from bad luck. Where a schedule comes back to a state that
// it was in before, and every thread that could run in between did, it can go
// round like that for ever, and no scheduler is to blame that treats all
// threads fairly. (Fair stateless model checking: M. Musuvathi and S. Qadeer,
// 2008.) A state is all of the program's memory, with its stacks; who holds
// which lock; and what each thread is about to do. A schedule in which anything
// else has a say, such as a condition variable or the clock, is never called a
// live-lock; nor is one of std::lock, which backs off by design.
class LiveLock {
 public:
  void StartSchedule();

  // These threads, one bit each, can run; `mover` is chosen to.
  void Moves(uint64_t can_run, ThreadId mover, const Operation& operation);

  // Something happened that a state does not tell.
  void NoteOther() { has_other_state_ = true; }

  // All threads wait, or repeat themselves in vain: is this a live-lock? To be
  // called on the stack of a thread that has shown its operation.
  bool Recurs();

 private:
  static constexpr int kMaxRounds = 16;

  // From one standstill to the next.
  struct Round {
    uint64_t state;
    uint64_t could_run;
    uint64_t moved;
    bool has_other_state;
  };

  FixedVector<Round, kMaxRounds> rounds_;
  uint64_t could_run_ = 0;
  uint64_t moved_ = 0;
  bool has_other_state_ = false;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_LIVE_LOCK_H_
