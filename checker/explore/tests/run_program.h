#ifndef RACEFREE_CHECKER_EXPLORE_TESTS_RUN_PROGRAM_H_
#define RACEFREE_CHECKER_EXPLORE_TESTS_RUN_PROGRAM_H_

#include <string>

namespace racefree::explore {

struct ProgramRun {
  std::string output;
  bool failed = false;
};

// Runs `command`, for a shell, with variables such as "NAME=value OTHER=value"
// and without those by which Bazel's tests and replays are told what to do.
ProgramRun RunProgram(const std::string& command,
                      const std::string& variables = "");

// What stands between `before` and `after`; "" if `before` is not there.
std::string Between(const std::string& text, const std::string& before,
                    const std::string& after);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_TESTS_RUN_PROGRAM_H_
