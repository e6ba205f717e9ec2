#include "checker/verdict/lock_analysis.h"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/compiler_output.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// One line of what `clang -verify` complains of:
//   "  File lessons/guarded_by.h Line 31: words", perhaps with "(directive at
//   FILE:LINE)" before the colon.
struct Complaint {
  SourceLine where;
  std::string words;
};

std::optional<Complaint> ReadComplaint(absl::string_view line,
                                       const SourceFiles& sources) {
  constexpr absl::string_view kBeforeNumber = " Line ";
  const absl::string_view file = Between(line, "  File ", kBeforeNumber);
  if (file.empty()) return std::nullopt;
  const absl::string_view rest =
      line.substr(line.find(kBeforeNumber) + kBeforeNumber.size());
  int number = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), number);
  const size_t words = rest.rfind(": ");
  if (number == 0 || words == rest.npos) return std::nullopt;
  return Complaint{sources.At(file, number, 0),
                   std::string(rest.substr(words + 2))};
}

Verdict NotProven() {
  Verdict verdict;
  verdict.kind = Kind::kLocksNotProven;
  return verdict;
}

Verdict OfBrokenRule(absl::string_view output, const SourceFiles& sources) {
  Verdict verdict = ReadCompilerOutput(output, sources);
  verdict.kind = Kind::kLocksNotProven;
  verdict.message = "This line breaks a rule that you wrote down.";
  verdict.meaning =
      "The compiler follows every path through each function and knows which "
      "locks are held there.";
  verdict.next_step =
      "Hold the lock here; or, if all callers hold it already, say so where "
      "the function is declared.";
  return verdict;
}

Verdict OfSilence(const Complaint& silencer) {
  Verdict verdict = NotProven();
  verdict.where = silencer.where;
  verdict.message = "This line switches the analysis off.";
  verdict.meaning =
      "What is silenced may be wrong, now or after the next change, and "
      "nobody will be told.";
  verdict.next_step =
      "Take it out, and hold the lock where the compiler asks for it.";
  return verdict;
}

Verdict OfMissingRule(const Complaint& missing) {
  Verdict verdict = NotProven();
  verdict.message = absl::StrCat("Nothing says which lock ",
                                 Between(missing.words, "'", "'"), " needs.");
  verdict.detail = absl::StrCat("does not say \"", missing.words,
                                "\" of code that goes without the lock");
  verdict.meaning =
      "Code that uses it without the lock must be refused, and is not: a rule "
      "that is not written down cannot be checked.";
  verdict.next_step =
      "Declare it: for a member the lock that guards it, for a function the "
      "lock that its callers hold.";
  return verdict;
}

}  // namespace

std::optional<Verdict> ReadLockAnalysis(absl::string_view of_answer,
                                        absl::string_view of_misuse,
                                        const SourceFiles& sources) {
  std::optional<Complaint> unexpected;
  std::optional<Complaint> missing;
  bool in_missing = false;
  for (absl::string_view line : SplitLines(of_misuse)) {
    if (absl::StartsWith(line, "error: ")) {
      in_missing = absl::StrContains(line, "expected but not seen");
    } else if (std::optional<Complaint> found = ReadComplaint(line, sources)) {
      std::optional<Complaint>& kept = in_missing ? missing : unexpected;
      if (!kept.has_value()) kept = std::move(found);
    }
  }
  if (unexpected.has_value() &&
      absl::StrContains(unexpected->words, "poisoned identifier")) {
    return OfSilence(*unexpected);
  }
  if (absl::StrContains(of_answer, ": error: ")) {
    return OfBrokenRule(of_answer, sources);
  }
  if (missing.has_value()) return OfMissingRule(*missing);
  if (of_misuse.empty()) return std::nullopt;
  // Something else than the lines that break the rules is refused.
  Verdict verdict = NotProven();
  verdict.message = "Your code does not fit the way the rules are checked.";
  if (unexpected.has_value()) {
    verdict.where = unexpected->where;
    verdict.detail = unexpected->words;
  }
  verdict.next_step =
      "Names must stay as the exercise gives them. --raw shows all that the "
      "compiler says.";
  return verdict;
}

}  // namespace racefree
