#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_RANDOM_NUMBERS_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_RANDOM_NUMBERS_H_

#include <cstdint>

namespace racefree::explore {

// The same numbers for the same seed, everywhere. (SplitMix64, G. Steele,
// D. Lea and C. Flood, 2014)
class RandomNumbers {
 public:
  explicit RandomNumbers(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  uint64_t Below(uint64_t limit) { return Next() % limit; }

 private:
  uint64_t state_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_RANDOM_NUMBERS_H_
