#ifndef RACEFREE_CHECKER_VERDICT_NAMES_H_
#define RACEFREE_CHECKER_VERDICT_NAMES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

// The names of the enumerations, as JSON and Bazel targets spell them:
// "race_free", "failed", "data_race".

namespace racefree {

absl::string_view GateName(Gate gate);
absl::string_view OutcomeName(Outcome outcome);
absl::string_view KindName(Kind kind);
absl::string_view NameSourceName(NameSource source);

// The reverse. Nothing when there is no such name.
std::optional<Gate> GateFromName(absl::string_view name);
std::optional<Outcome> OutcomeFromName(absl::string_view name);
std::optional<Kind> KindFromName(absl::string_view name);
std::optional<NameSource> NameSourceFromName(absl::string_view name);

// The gate in a student's words: "race-free".
absl::string_view GateTitle(Gate gate);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_NAMES_H_
