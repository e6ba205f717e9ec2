#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_CHOICE_SET_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_CHOICE_SET_H_

#include <cstdint>

#include "checker/explore/search/search.h"

namespace racefree::explore {

// A set of choices.
class ChoiceSet {
 public:
  void Clear() { *this = ChoiceSet(); }
  void Add(Choice choice) { bits_[choice.alternative] |= Bit(choice.thread); }
  bool Has(Choice choice) const {
    return (bits_[choice.alternative] & Bit(choice.thread)) != 0;
  }
  bool HasThread(ThreadId thread) const {
    return (Threads() & Bit(thread)) != 0;
  }
  // One bit a thread.
  uint64_t Threads() const {
    uint64_t threads = 0;
    for (uint64_t bits : bits_) threads |= bits;
    return threads;
  }
  // Adds all of the thread's choices that are in `from`.
  void AddThread(ThreadId thread, const ChoiceSet& from) {
    for (int i = 0; i < kMaxAlternatives; ++i) {
      bits_[i] |= from.bits_[i] & Bit(thread);
    }
  }
  void AddAll(const ChoiceSet& other) {
    for (int i = 0; i < kMaxAlternatives; ++i) bits_[i] |= other.bits_[i];
  }

  template <typename Visitor>
  void ForEach(Visitor visit) const {
    for (int i = 0; i < kMaxAlternatives; ++i) {
      for (uint64_t left = bits_[i]; left != 0; left &= left - 1) {
        visit(Choice{static_cast<int8_t>(__builtin_ctzll(left)),
                     static_cast<int8_t>(i)});
      }
    }
  }

 private:
  static uint64_t Bit(ThreadId thread) { return uint64_t{1} << thread; }

  uint64_t bits_[kMaxAlternatives] = {};
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_CHOICE_SET_H_
