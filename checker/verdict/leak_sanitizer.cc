#include "checker/verdict/leak_sanitizer.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr absl::string_view kError =
    "ERROR: LeakSanitizer: detected memory leaks";

Verdict LeakAt(std::vector<Frame> stack, absl::string_view heading,
               const SourceFiles& sources) {
  Verdict verdict;
  verdict.where = StudentsLine(stack, sources);
  verdict.test_line = TestsLine(stack, sources);
  verdict.variable.memory =
      absl::StrCat(Bytes(Between(heading, "leak of ", " ")), " on the heap");
  verdict.variable.allocated = verdict.where;
  ThreadReport& thread = verdict.threads.emplace_back();
  thread.name = "the allocation";
  thread.where = verdict.where;
  thread.stack = StudentsFrames(stack, sources);
  thread.full_stack = std::move(stack);
  return verdict;
}

}  // namespace

std::optional<Verdict> ReadLeakSanitizer(absl::string_view output,
                                         const SourceFiles& sources) {
  const size_t start = output.find(kError);
  if (start == absl::string_view::npos) return std::nullopt;
  const Lines lines = SplitLines(output.substr(start + kError.size()));
  Verdict verdict;
  std::string total;
  for (size_t next = 0; next < lines.size();) {
    const absl::string_view line = lines[next++];
    if (absl::StartsWith(line, "SUMMARY:")) {
      total = std::string(Between(line, "Sanitizer: ", " byte"));
      break;
    }
    if (!absl::StrContains(line, " leak of ")) continue;
    std::vector<Frame> stack = ReadStack(lines, &next, sources);
    // A later leak counts only if it is the first in the student's own code.
    const bool better =
        verdict.threads.empty() || (verdict.threads[0].stack.empty() &&
                                    !StudentsFrames(stack, sources).empty());
    if (better) verdict = LeakAt(std::move(stack), line, sources);
  }
  verdict.kind = Kind::kMemoryLeak;
  verdict.detail =
      total.empty() ? "" : absl::StrCat(Bytes(total), " leaked in all");
  return verdict;
}

}  // namespace racefree
