#ifndef RACEFREE_CHECKER_EXPLORE_VECTOR_CLOCK_H_
#define RACEFREE_CHECKER_EXPLORE_VECTOR_CLOCK_H_

#include <algorithm>
#include <cstdint>

namespace racefree::explore {

using ThreadId = int;
inline constexpr ThreadId kNobody = -1;
inline constexpr int kMaxThreads = 64;

// How far each thread had got, as far as somebody knows.
// (C. J. Fidge, 1988; F. Mattern, 1989)
struct VectorClock {
  uint32_t ticks[kMaxThreads] = {};

  void Join(const VectorClock& other) {
    for (int i = 0; i < kMaxThreads; ++i) {
      ticks[i] = ticks[i] > other.ticks[i] ? ticks[i] : other.ticks[i];
    }
  }

  void Clear() { *this = VectorClock(); }
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_VECTOR_CLOCK_H_
