#ifndef RACEFREE_CHECKER_JUDGE_PROGRAM_RUN_H_
#define RACEFREE_CHECKER_JUDGE_PROGRAM_RUN_H_

#include <string>

#include "absl/status/statusor.h"
#include "checker/judge/specification.h"
#include "checker/verdict/supervision.h"

namespace racefree {

// What there is to know of a program after its end.
struct ProgramRun {
  // Both its outputs, in order; the middle is cut out when it is long.
  std::string output;
  // GoogleTest's report; empty if the program did not come to write one.
  std::string xml;
  Supervision supervision;
};

// Runs a gate's program under supervision, to its end or until it
//  - makes no progress for its idle_seconds, or is in a deadlock, or
//  - prints more than 8 MiB,
// and then ends it and all that it started. An error is the machine's fault.
absl::StatusOr<ProgramRun> RunProgram(const GateProgram& gate);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_PROGRAM_RUN_H_
