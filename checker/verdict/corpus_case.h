#ifndef RACEFREE_CHECKER_VERDICT_CORPUS_CASE_H_
#define RACEFREE_CHECKER_VERDICT_CORPUS_CASE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/read_verdict.h"

// The recorded runs in checker/verdict/corpus: see checker/verdict/README.md.

namespace racefree {

// The directory of the corpus; in the source tree under `bazel run`, where
// golden files can be written.
std::string CorpusDirectory();

// The names of all cases, sorted.
std::vector<std::string> CorpusCases();

// Loads one case. NotFound or InvalidArgument when its files are missing or
// wrong.
absl::StatusOr<RunRecord> LoadCorpusCase(absl::string_view name);

// The content of a file; empty if there is none.
std::string FileContent(const std::string& path);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_CORPUS_CASE_H_
