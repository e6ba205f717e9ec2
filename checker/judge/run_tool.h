#ifndef RACEFREE_CHECKER_JUDGE_RUN_TOOL_H_
#define RACEFREE_CHECKER_JUDGE_RUN_TOOL_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace racefree {

// The path of the first of `names` that is a program on PATH; NotFound if none
// is.
absl::StatusOr<std::string> FindTool(const std::vector<std::string>& names);

// Runs a program of the system to its end and returns what it printed. An exit
// code other than 0 is no error: what such tools print is useful all the same.
absl::StatusOr<std::string> RunTool(const std::vector<std::string>& arguments);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_RUN_TOOL_H_
