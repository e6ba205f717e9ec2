#ifndef RACEFREE_CHECKER_SESSION_SELFTEST_H_
#define RACEFREE_CHECKER_SESSION_SELFTEST_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/session/catalogue.h"
#include "checker/session/signals.h"
#include "checker/session/workspace.h"

// The test of the whole repository, step by step.

namespace racefree {

struct SelftestFailure {
  // "//checker/session:progress_test: FAILED".
  std::string what;
  // The command that shows it; empty if there is none.
  std::string command;
  // What the test printed this time: if it depends on luck, the command will
  // not show it. Empty if that is not known.
  std::string output;
};

// What a step found out.
struct SelftestStep {
  std::string title;
  int passed = 0;
  std::vector<SelftestFailure> failures;
  // What is neither, but should be known.
  std::vector<std::string> notes;
};

// Told again and again while a step goes on: how many tests have ended, of how
// many (0 as long as that is not known).
using TestProgress = std::function<void(size_t ended, size_t all)>;

// The checker's own tests, and the recorded answers: each test target counts.
// Nothing if a signal came.
std::optional<SelftestStep> TestCheckerAndSolutions(
    const Workspace& workspace, Signals& signals, const TestProgress& progress);

// Each exercise whose file is as it was shipped counts as passed. One that is
// edited is a failure if `must_be_shipped`, else a note.
SelftestStep CompareShippedFiles(const Workspace& workspace,
                                 const Catalogue& catalogue,
                                 bool must_be_shipped);

// The gates of all exercises that are not edited: each test target counts, and
// passes if it fails exactly where the exercise says that it fails as shipped.
// Nothing if a signal came.
std::optional<SelftestStep> TestShippedFiles(const Workspace& workspace,
                                             const Catalogue& catalogue,
                                             Signals& signals,
                                             const TestProgress& progress);

// Each executable checker/selftest/*.sh counts; it must exit with 0. Nothing if
// a signal came.
std::optional<SelftestStep> RunSelftestScripts(const Workspace& workspace,
                                               Signals& signals);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_SELFTEST_H_
