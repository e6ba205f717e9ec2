#ifndef RACEFREE_CHECKER_VERDICT_VERDICT_JSON_H_
#define RACEFREE_CHECKER_VERDICT_VERDICT_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Returns the verdict as one JSON object. Members that are empty are left out.
// Bytes that are not UTF-8 become U+FFFD. `indent` spaces a level; -1 puts
// everything on one line.
std::string VerdictToJson(const Verdict& verdict, int indent = -1);

// Reads what VerdictToJson() wrote. Members that are not known are ignored, so
// that an older program can read the verdict of a newer one.
//
// InvalidArgument when `json` is not JSON, or when a member has another type
// than it should; the message names the member, for example
// "threads[1].where.line: a whole number was expected".
absl::StatusOr<Verdict> VerdictFromJson(absl::string_view json);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_VERDICT_JSON_H_
