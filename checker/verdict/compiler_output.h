#ifndef RACEFREE_CHECKER_VERDICT_COMPILER_OUTPUT_H_
#define RACEFREE_CHECKER_VERDICT_COMPILER_OUTPUT_H_

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Understands the output of clang and lld when they failed. Of all errors, it
// tells the first that is in the student's file, or that a line of it caused
// ("in instantiation of ... requested here"), told at that line; or else the
// first that concerns the test in the same way; or else the first of all.
//
// The kind is kCompileError, kLinkError or kMissingFile; kCompileError without
// a place if nothing can be understood.
Verdict ReadCompilerOutput(absl::string_view output,
                           const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_COMPILER_OUTPUT_H_
