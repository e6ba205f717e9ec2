#ifndef RACEFREE_CHECKER_VERDICT_UNDEFINED_BEHAVIOUR_H_
#define RACEFREE_CHECKER_VERDICT_UNDEFINED_BEHAVIOUR_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands the first "balance.h:8:3: runtime error: ..." of
// UndefinedBehaviorSanitizer in `output`. Nothing if there is none.
std::optional<Verdict> ReadUndefinedBehaviour(absl::string_view output,
                                              const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_UNDEFINED_BEHAVIOUR_H_
