#ifndef RACEFREE_CHECKER_SESSION_DOCTOR_H_
#define RACEFREE_CHECKER_SESSION_DOCTOR_H_

#include <string>
#include <vector>

#include "checker/session/workspace.h"

namespace racefree {

// What the doctor found out about one thing.
struct Finding {
  enum class State {
    kGood,
    // Racefree does not work without it.
    kMissing,
    // Racefree works, but less well.
    kWarning,
  };

  // "clang".
  std::string name;
  State state = State::kGood;
  // What there is, or what is wrong.
  std::string detail;
  // What to do; empty if nothing.
  std::string remedy;
};

// Looks at everything on this machine that the checker needs. Compiles and runs
// two tiny programs; takes a second or two.
std::vector<Finding> Examine(const Workspace& workspace);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_DOCTOR_H_
