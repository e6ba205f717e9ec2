#ifndef RACEFREE_CHECKER_EXPLORE_SEARCH_SEARCH_H_
#define RACEFREE_CHECKER_EXPLORE_SEARCH_SEARCH_H_

#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/operation.h"

namespace racefree::explore {

// Which thread goes on, and in which of the ways its operation allows.
struct Choice {
  int8_t thread = kNobody;
  int8_t alternative = kNormally;

  bool operator==(const Choice&) const = default;
};

inline constexpr int kMaxPath = 16384;
using Path = FixedVector<Choice, kMaxPath>;
using Choices = FixedVector<Choice, 2 * kMaxThreads>;

// What a search may see where a choice is due.
struct State {
  // How many choices were made before this one.
  int step = 0;
  // The thread that ran last, and whether it could go on normally.
  ThreadId running = kNobody;
  bool running_enabled = false;
  int thread_count = 0;
  // All that can be chosen: by thread, then alternative. Never empty.
  const Choices* choices = nullptr;
  // Each live thread's next operation; null for one that has ended.
  const Operation* pending[kMaxThreads] = {};
};

// Decides which schedule comes next. Lives in the explorer's own memory and so
// survives the schedules and workers that it sends out; never allocates.
class Search {
 public:
  virtual ~Search() = default;

  // Gets ready for the next schedule. False when there is none left.
  virtual bool Next() = 0;

  // Picks one of state.choices, or {kNobody} to give this schedule up because
  // an equal one has been or will be explored.
  virtual Choice Choose(const State& state) = 0;

  // Nothing can be chosen: all threads wait for ever. state.choices is empty.
  virtual void Standstill(const State&) {}

  // The schedule is over (by itself, by a finding or by being given up).
  virtual void Finished() {}

  // For two workers, between two schedules: this search, of which up to `left`
  // schedules are to come, will come to an end before its last part; a copy of
  // it, in another process, can then begin there. Returns how many schedules
  // the last part may have; 0 if the search can not be divided.
  virtual uint64_t Divide(uint64_t /*left*/) { return 0; }
  // In the copy: goes on with the last part.
  virtual void TakeLastPart() {}
  // In the original, which has come to the last part: whether the copy began
  // as this would now.
  virtual bool LastPartIsAsThought() const { return true; }
  // Goes on with the last part after all.
  virtual void KeepLastPart() {}

  // Whether the end of this search means that everything was seen.
  virtual bool exhaustive() const { return false; }

  // Whether the program did something else when the same choices were made
  // again: it depends on something that is not controlled.
  bool diverged() const { return diverged_; }

  // Whether a bound of this search cut something off.
  bool cut() const { return cut_; }
  void NoteCut() { cut_ = true; }

 protected:
  bool diverged_ = false;
  bool cut_ = false;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SEARCH_SEARCH_H_
