#ifndef RACEFREE_CHECKER_EXPLORE_STATE_HASH_H_
#define RACEFREE_CHECKER_EXPLORE_STATE_HASH_H_

#include <cstdint>

namespace racefree::explore {

// Two states with the same hash are taken for the same: with 64 bits, in one of
// 10^19 pairs wrongly.
class StateHash {
 public:
  void Add(uint64_t word) {
    value_ = (value_ ^ word) * 0x9E3779B97F4A7C15u;
    value_ ^= value_ >> 29;
  }

  // Of whole words from `low` to below `high`.
  void AddMemory(uintptr_t low, uintptr_t high) {
    for (uintptr_t word = low & ~uintptr_t{7}; word < high; word += 8) {
      Add(*reinterpret_cast<const uint64_t*>(word));
    }
  }

  uint64_t value() const { return value_; }

 private:
  uint64_t value_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_STATE_HASH_H_
