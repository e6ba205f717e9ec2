#ifndef RACEFREE_CHECKER_VERDICT_SOURCE_POSITION_H_
#define RACEFREE_CHECKER_VERDICT_SOURCE_POSITION_H_

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Reads "path", "path:line" or "path:line:column".
SourceLine ReadPosition(absl::string_view text, const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_SOURCE_POSITION_H_
