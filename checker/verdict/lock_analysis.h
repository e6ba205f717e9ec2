#ifndef RACEFREE_CHECKER_VERDICT_LOCK_ANALYSIS_H_
#define RACEFREE_CHECKER_VERDICT_LOCK_ANALYSIS_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands what clang's thread safety analysis said of an answer, and what
// `clang -Xclang -verify` said of code that breaks its rules and must be
// refused. Nothing if the compiler was content with both.
//
// The kind is kLocksNotProven, with all words.
std::optional<Verdict> ReadLockAnalysis(absl::string_view of_answer,
                                        absl::string_view of_misuse,
                                        const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_LOCK_ANALYSIS_H_
