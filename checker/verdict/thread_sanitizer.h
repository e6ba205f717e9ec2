#ifndef RACEFREE_CHECKER_VERDICT_THREAD_SANITIZER_H_
#define RACEFREE_CHECKER_VERDICT_THREAD_SANITIZER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands the first warning of ThreadSanitizer in `output`: which kind it
// is, the threads with their stacks and locks, the variable. Only those members
// of the verdict are set that the report tells. Nothing if there is no warning.
//
// Crashes under ThreadSanitizer ("ERROR: ThreadSanitizer: SEGV") look like
// those under AddressSanitizer: see address_sanitizer.h.
std::optional<Verdict> ReadThreadSanitizer(absl::string_view output,
                                           const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_THREAD_SANITIZER_H_
