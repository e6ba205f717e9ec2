#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_ONCE_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_ONCE_H_

#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// What is to be done once: call_once, and local static variables.
class Onces {
 public:
  void StartSchedule() { onces_.StartSchedule(); }

  // True if the running thread is the one to do it; it must then call End().
  // False once it has been done.
  bool Begin(const void* once, uintptr_t code);
  // `done` is false when it ended by an exception: another thread tries again.
  void End(const void* once, bool done, uintptr_t code);

  bool IsRunning(const void* once) { return At(once).runner != kNobody; }

 private:
  struct State {
    bool done = false;
    ThreadId runner = kNobody;
    ThreadId done_by = kNobody;
    uint32_t done_at = 0;
    VectorClock released;
  };

  State& At(const void* once) {
    return onces_[reinterpret_cast<uintptr_t>(once)];
  }

  AddressTable<State, 1024> onces_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_ONCE_H_
