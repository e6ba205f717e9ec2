#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_CONDITIONS_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_CONDITIONS_H_

#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/objects/wait_queue.h"

namespace racefree::explore {

// Condition variables.
class Conditions {
 public:
  void StartSchedule() { conditions_.StartSchedule(); }

  // Lets go of `lock`, sleeps until notified or until the virtual time
  // `deadline` (0: never), and takes the lock again. True unless it timed out.
  bool Wait(const void* condition, const void* lock, uint64_t deadline,
            uintptr_t code);
  void Destroy(const void* condition, uintptr_t code);
  void Notify(const void* condition, int count, uintptr_t code);

  WaitQueue& QueueAt(const void* condition) { return At(condition).queue; }

 private:
  struct State {
    WaitQueue queue;
    // What those that sleep have let go of.
    const void* lock = nullptr;
  };

  State& At(const void* condition) {
    return conditions_[reinterpret_cast<uintptr_t>(condition)];
  }

  AddressTable<State, 512> conditions_;
};

inline constexpr int kAll = 1 << 30;

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_CONDITIONS_H_
