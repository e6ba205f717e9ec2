#ifndef RACEFREE_CHECKER_EXPLORE_LEARNED_H_
#define RACEFREE_CHECKER_EXPLORE_LEARNED_H_

#include <cstdint>

#include "checker/explore/fixed_vector.h"

namespace racefree::explore {

// The lines of code whose memory accesses must be choice points: plain accesses
// that were seen to race, and atomic ones on places that two threads touch. All
// other accesses commute with whatever other threads do. The set grows from
// schedule to schedule and is frozen within one; when it has grown the search
// starts again.
class Learned {
 public:
  bool Contains(uintptr_t code) const {
    if ((filter_[code >> 6 & 63] >> (code & 63) & 1) == 0) return false;
    for (uintptr_t known : known_) {
      if (known == code) return true;
    }
    return false;
  }

  // To take effect with the next schedule.
  void Add(uintptr_t code) {
    if (Contains(code)) return;
    for (uintptr_t waiting : waiting_) {
      if (waiting == code) return;
    }
    if (!waiting_.full()) waiting_.push_back(code);
  }

  // To take effect at once.
  void AddNow(uintptr_t code) {
    if (Contains(code)) return;
    known_.push_back(code);
    Mark(code);
  }

  bool HasNews() const { return !waiting_.empty(); }

  void TakeEffect() {
    for (uintptr_t code : waiting_) {
      known_.push_back(code);
      Mark(code);
    }
    waiting_.clear();
  }

  // Forgets what has not taken effect.
  void DropNews() { waiting_.clear(); }

  // Goes back to the first `count` lines.
  void Shorten(size_t count) {
    waiting_.clear();
    known_.resize_down(count);
    for (uint64_t& bits : filter_) bits = 0;
    for (uintptr_t code : known_) Mark(code);
  }

  const FixedVector<uintptr_t, 4096>& known() const { return known_; }

 private:
  void Mark(uintptr_t code) {
    filter_[code >> 6 & 63] |= uint64_t{1} << (code & 63);
  }

  uint64_t filter_[64] = {};
  FixedVector<uintptr_t, 4096> known_;
  FixedVector<uintptr_t, 1024> waiting_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_LEARNED_H_
