#ifndef RACEFREE_CHECKER_TERMINAL_MESSAGES_H_
#define RACEFREE_CHECKER_TERMINAL_MESSAGES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/session/judgement.h"
#include "checker/terminal/commands.h"

namespace racefree {

inline constexpr char kWaitsForAnother[] =
    "Another run in this checkout is going on; this one waits for it.";

// Prints to standard output.
void Print(absl::string_view text);

// Prints a sentence that is no result (a problem, a notice) to standard error,
// wrapped to the terminal's width.
void PrintNotice(absl::string_view sentence, const OutputStyle& style);

// Prints what the session noticed since the last time.
void PrintNotices(const Command& command);

// Says why the progress could not be recorded.
std::string NotRecorded(const absl::Status& recorded);

ExitCode ExitCodeOf(const Judgement& judgement);

// The exercise that the command names; the first unsolved one if it names none,
// the last of all if all are solved.
absl::StatusOr<const Exercise*> NamedExercise(const Command& command);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_TERMINAL_MESSAGES_H_
