#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_COUNTERS_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_COUNTERS_H_

#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/vector_clock.h"

namespace racefree::explore {

// POSIX semaphores. To use one that was destroyed, and to destroy one that a
// thread waits for, is a finding.
class Semaphores {
 public:
  void StartSchedule() { semaphores_.StartSchedule(); }

  void Initialize(const void* semaphore, int64_t value);
  void Destroy(const void* semaphore, uintptr_t code);
  // Before any of those below: `value` is what it starts with, if it was made
  // before the test began.
  void Meet(const void* semaphore, int64_t value, uintptr_t code);
  // False if the virtual time `deadline` (0: never) came first.
  bool Wait(const void* semaphore, uint64_t deadline, uintptr_t code);
  bool TryWait(const void* semaphore, uintptr_t code, uintptr_t site);
  void Post(const void* semaphore, uintptr_t code);
  int64_t Value(const void* semaphore) { return At(semaphore).value; }

 private:
  struct State {
    bool known = false;
    bool destroyed = false;
    int64_t value = 0;
    int waiting = 0;
    VectorClock released;
  };

  State& At(const void* semaphore) {
    return semaphores_[reinterpret_cast<uintptr_t>(semaphore)];
  }

  AddressTable<State, 512> semaphores_;
};

// POSIX barriers. To use one that was not made or was destroyed, and to destroy
// one that a thread waits at, is a finding.
class Barriers {
 public:
  void StartSchedule() { barriers_.StartSchedule(); }

  void Initialize(const void* barrier, unsigned count);
  void Destroy(const void* barrier, uintptr_t code);
  // Before Wait(): `count` is what it was made with before the test began.
  void Meet(const void* barrier, unsigned count, uintptr_t code);
  // True for one of the threads of each round.
  bool Wait(const void* barrier, uintptr_t code);
  uint64_t RoundsDone(const void* barrier) { return At(barrier).rounds_done; }

 private:
  struct State {
    bool known = false;
    unsigned count = 0;
    unsigned arrived = 0;
    // Who came and waits, or is about to.
    unsigned inside = 0;
    uint64_t rounds_done = 0;
    VectorClock released;
  };

  State& At(const void* barrier) {
    return barriers_[reinterpret_cast<uintptr_t>(barrier)];
  }

  AddressTable<State, 512> barriers_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_COUNTERS_H_
