#ifndef RACEFREE_CHECKER_JUDGE_SPECIFICATION_H_
#define RACEFREE_CHECKER_JUDGE_SPECIFICATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// One gate's program. Paths are relative to the directory of the run.
struct GateProgram {
  Gate gate = Gate::kBehaves;
  std::string program;
  int repetitions = 1;
  // How long it may make no progress before it counts as hung.
  int idle_seconds = 2;
};

// What a recorded wrong answer must lead to.
struct ExpectedFailure {
  Gate gate = Gate::kBehaves;
  // Must stand in the told verdict, or in the name of its test; upper and lower
  // case are the same.
  std::string words;
};

// Files with what the compiler says of an answer's locks, see
// checker/build/lock_analysis.bzl.
struct LockAnalysis {
  std::string of_answer;
  std::string of_misuse;
};

// What the judge is to do: what checker/build/gate_test.bzl wrote.
struct Specification {
  std::string exercise;
  std::string student_file;
  std::string test_file;
  // In the order in which they judge, at least one.
  std::vector<GateProgram> gates;
  // Part of the first gate, for an exercise that wants it.
  std::optional<LockAnalysis> lock_analysis;
  std::optional<ExpectedFailure> expected_failure;
};

// InvalidArgument, with the reason, when `json` is not a specification.
absl::StatusOr<Specification> ParseSpecification(absl::string_view json);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_SPECIFICATION_H_
