#ifndef RACEFREE_CHECKER_VERDICT_ADDRESS_SANITIZER_H_
#define RACEFREE_CHECKER_VERDICT_ADDRESS_SANITIZER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands the first "ERROR: AddressSanitizer:" in `output`, and a crash
// caught by any other sanitizer, which looks the same. Only those members of
// the verdict are set that the report tells. Nothing if there is no such error.
std::optional<Verdict> ReadAddressSanitizer(absl::string_view output,
                                            const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_ADDRESS_SANITIZER_H_
