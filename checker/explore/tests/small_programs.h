#ifndef RACEFREE_CHECKER_EXPLORE_TESTS_SMALL_PROGRAMS_H_
#define RACEFREE_CHECKER_EXPLORE_TESTS_SMALL_PROGRAMS_H_

#include <cstddef>
#include <cstdint>

namespace racefree::explore {

// A program so small that its outcomes can be counted by hand.
struct SmallProgram {
  const char* name;
  // What it can note with NoteOutcome(), and one for each kind of failure.
  size_t outcomes;
  void (*body)();
  // A loop that waits keeps the claim from being "every schedule".
  bool spins = false;
};

// The exhaustive search and the reduction both end, and see the same outcomes,
// as many as there are.
void ExpectTheSameOutcomes(const SmallProgram& program);

// Writes down in which order operations that do not commute were done: two
// schedules have the same number exactly if they are the same Mazurkiewicz
// trace. Invisible to the explorer.
class Trace {
 public:
  // `thread` has just done something to `object`. Two that only read commute.
  void Reads(int thread, const void* object) { Add(thread, object, false); }
  void Writes(int thread, const void* object) { Add(thread, object, true); }
  // To be called last.
  void Note() const;

 private:
  struct Writers {
    const void* object = nullptr;
    uint64_t count = 0;
  };

  void Add(int thread, const void* object, bool writes);

  Writers writers_[8];
  uint64_t steps_[8] = {};
  // The sum does not depend on the order in which it is made.
  uint64_t sum_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_TESTS_SMALL_PROGRAMS_H_
