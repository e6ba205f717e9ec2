#ifndef RACEFREE_CHECKER_EXPLORE_TESTS_PROGRAMS_H_
#define RACEFREE_CHECKER_EXPLORE_TESTS_PROGRAMS_H_

#include <functional>

#include "checker/explore/finding.h"

namespace racefree::explore {

// A right program: nothing may be found.
struct CorrectProgram {
  const char* name;
  void (*body)();
  // Whether its loops or timed waits keep the claim from being "every
  // schedule".
  bool has_limits = false;
};

// A wrong one: the default search must find it, and call it what it is.
struct BuggyProgram {
  const char* name;
  FindingKind kind;
  void (*body)();
  // What stands in the line that is to be blamed (for a race: in one of the
  // two); nullptr where there is no such line.
  const char* blamed = nullptr;
  bool weak_memory = false;
  bool spurious_wake_ups = false;
};

// Runs both, each in a thread, and joins them.
void InTwo(const std::function<void()>& first,
           const std::function<void()>& second);

// The search ends, without a finding, and claims exactly that.
void ExpectNothingIsFound(const CorrectProgram& program);
// Whatever the seed.
void ExpectItIsFound(const BuggyProgram& program);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_TESTS_PROGRAMS_H_
