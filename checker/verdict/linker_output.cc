#include "checker/verdict/linker_output.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// ">>> referenced by balance.h:7 (./lessons/04_lock/balance.h:7)": what stands
// in the brackets is the longer name.
SourceLine ReadReference(absl::string_view line, const SourceFiles& sources) {
  const absl::string_view brackets = Between(line, "(", ")");
  return ReadPosition(brackets.empty() ? Between(line, " by ", "\n") : brackets,
                      sources);
}

// The text after "undefined reference to `" or "undefined symbol: "; empty if
// `line` is neither.
absl::string_view UndefinedSymbol(absl::string_view line) {
  const absl::string_view of_lld = Between(line, "undefined symbol: ", "\n");
  return of_lld.empty() ? Between(line, "undefined reference to `", "'")
                        : of_lld;
}

}  // namespace

std::optional<Verdict> ReadLinkerOutput(absl::string_view output,
                                        const SourceFiles& sources) {
  const Lines lines = SplitLines(output);
  for (size_t i = 0; i < lines.size(); ++i) {
    const absl::string_view line = lines[i];
    const absl::string_view undefined = UndefinedSymbol(line);
    const absl::string_view duplicate =
        Between(line, "error: duplicate symbol: ", "\n");
    const absl::string_view other = Between(line, "ld.lld: error: ", "\n");
    if (undefined.empty() && duplicate.empty() && other.empty()) continue;

    Verdict verdict;
    verdict.kind = Kind::kLinkError;
    verdict.detail =
        !undefined.empty() ? absl::StrCat(undefined, " is used but not defined")
        : !duplicate.empty() ? absl::StrCat(duplicate, " is defined twice")
                             : std::string(other);
    for (size_t next = i + 1;
         next < lines.size() && absl::StartsWith(lines[next], ">>>"); ++next) {
      const SourceLine where = ReadReference(lines[next], sources);
      const bool better =
          sources.IsStudents(where.file) ||
          (sources.IsTest(where.file) && verdict.where.line == 0);
      if (where.line > 0 && better) verdict.where = where;
    }
    if (sources.IsTest(verdict.where.file)) verdict.test_line = verdict.where;
    return verdict;
  }
  return std::nullopt;
}

}  // namespace racefree
