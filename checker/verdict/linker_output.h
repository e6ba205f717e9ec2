#ifndef RACEFREE_CHECKER_VERDICT_LINKER_OUTPUT_H_
#define RACEFREE_CHECKER_VERDICT_LINKER_OUTPUT_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands the first error of lld or GNU ld in `output`: an undefined
// symbol, a duplicate symbol, or any other. Nothing if there is none.
std::optional<Verdict> ReadLinkerOutput(absl::string_view output,
                                        const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_LINKER_OUTPUT_H_
