#ifndef RACEFREE_CHECKER_VERDICT_CRASH_H_
#define RACEFREE_CHECKER_VERDICT_CRASH_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands what a program says itself before it ends: "terminate called
// after throwing ...", "Assertion `...' failed.", the complaints of the C
// library's heap, and Abseil's "Potential Mutex deadlock". Nothing if it says
// none of these.
std::optional<Verdict> ReadLastWords(absl::string_view output,
                                     const SourceFiles& sources);

// Understands the end by a signal, which leaves no words. The threads of
// `supervision`, if it has any, tell the place.
Verdict UnderstandSignal(const Supervision& supervision,
                         const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_CRASH_H_
