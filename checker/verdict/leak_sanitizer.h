#ifndef RACEFREE_CHECKER_VERDICT_LEAK_SANITIZER_H_
#define RACEFREE_CHECKER_VERDICT_LEAK_SANITIZER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands "ERROR: LeakSanitizer: detected memory leaks" in `output`: the
// first block that the student's own code allocated, or else the first of all.
// Nothing if there is no such error.
std::optional<Verdict> ReadLeakSanitizer(absl::string_view output,
                                         const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_LEAK_SANITIZER_H_
