#ifndef RACEFREE_CHECKER_EXPLORE_OBJECTS_FUTEXES_H_
#define RACEFREE_CHECKER_EXPLORE_OBJECTS_FUTEXES_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/objects/wait_queue.h"

namespace racefree::explore {

// Sleeping on an address: the futex system call under std::future, and the wait
// and notify members of atomics.
class Futexes {
 public:
  void StartSchedule() { queues_.StartSchedule(); }

  enum class Result { kChanged, kWoken, kTimedOut };
  // Sleeps if the `size` bytes at `address` still equal `expected`.
  Result Wait(const void* address, const void* expected, size_t size,
              uint64_t deadline, uintptr_t code);
  int Wake(const void* address, int count, uintptr_t code);

  // Waits until the counter is positive, notified or not. False if the deadline
  // came first.
  bool AwaitPositive(const int* counter, uint64_t deadline, uintptr_t code);

  WaitQueue& QueueAt(const void* address) {
    return queues_[reinterpret_cast<uintptr_t>(address)];
  }

 private:
  AddressTable<WaitQueue, 512> queues_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_OBJECTS_FUTEXES_H_
