#ifndef RACEFREE_CHECKER_EXPLORE_APPEARANCES_H_
#define RACEFREE_CHECKER_EXPLORE_APPEARANCES_H_

#include <cstdint>

#include "checker/explore/address_table.h"
#include "checker/explore/fixed_vector.h"

namespace racefree::explore {

// Names for lines of code that outlive a rebuild of other files: the
// how-manieth different line it is that a schedule comes to (1, 2, ...). A
// schedule that is followed again comes to the same lines in the same order,
// wherever the linker and the kernel have put them.
class Appearances {
 public:
  using Numbers = FixedVector<uint32_t, 4096>;

  enum class State : uint8_t { kOff, kNoting, kFollowing };

  // kNoting: finds out which of the lines that a schedule comes to are choice
  // points. kFollowing: tells, by the numbers noted before. Both are for one
  // schedule at a time; call again before the next.
  void Start(State state) {
    state_ = state;
    lines_.StartSchedule();
    count_ = 0;
    if (state == State::kNoting) noted_.clear();
  }
  bool is_on() const { return state_ != State::kOff; }

  // The schedule has come to `code`. Whether it must become a choice point.
  bool ComesTo(uintptr_t code, bool is_choice_point) {
    Line& line = lines_[code];
    if (line.number != 0) return false;
    line.number = ++count_;
    if (state_ == State::kNoting) {
      if (is_choice_point && !noted_.full()) noted_.push_back(count_);
      return false;
    }
    for (uint32_t number : noted_) {
      if (number == count_) return true;
    }
    return false;
  }

  // The numbers of the choice points, in ascending order.
  const Numbers& noted() const { return noted_; }
  void set_noted(const Numbers& numbers) { noted_ = numbers; }

 private:
  struct Line {
    uint32_t number = 0;
  };

  State state_ = State::kOff;
  uint32_t count_ = 0;
  Numbers noted_;
  AddressTable<Line, 65536> lines_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_APPEARANCES_H_
