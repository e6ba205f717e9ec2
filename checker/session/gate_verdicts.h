#ifndef RACEFREE_CHECKER_SESSION_GATE_VERDICTS_H_
#define RACEFREE_CHECKER_SESSION_GATE_VERDICTS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "checker/session/bazel_run.h"
#include "checker/session/build_events.h"
#include "checker/session/catalogue.h"
#include "checker/session/workspace.h"
#include "checker/verdict/verdict.h"

// From what Bazel tells to the verdicts of an exercise's gates.

namespace racefree {

// The test of one gate: "//lessons/04_lock:balance_race_free".
std::string TestLabel(const Exercise& exercise, Gate gate);

// The test of one gate that does not ask the gates before it what they say. For
// whoever looks at the gates in their order anyway.
std::string LoneTestLabel(const Exercise& exercise, Gate gate);

// The verdict that the judge left in a test's XML.
//
// NotFound when the file is missing or there is none in it; InvalidArgument
// when it is no verdict.
absl::StatusOr<Verdict> ReadTestVerdict(const std::string& xml_path);

// What is known of one gate by now: from its test, or from the build step that
// failed to make its program. Nothing as long as neither has ended.
std::optional<Verdict> GateVerdict(const Workspace& workspace,
                                   const Exercise& exercise, Gate gate,
                                   const BuildEvents& events);

// The verdict when Bazel ended and nothing is known of the gate.
Verdict BazelFault(const Exercise& exercise, Gate gate, const BazelRun& run);

// The verdict when the machine is to blame.
Verdict MachineFault(const Exercise& exercise, Gate gate,
                     const std::string& message, const std::string& next_step);

// The verdict when there is no file to judge; `why` is what ReadFile()
// returned.
Verdict MissingFile(const Exercise& exercise, const absl::Status& why);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_GATE_VERDICTS_H_
