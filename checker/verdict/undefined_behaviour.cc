#include "checker/verdict/undefined_behaviour.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// The stack below the error, if it was printed: the error can lie in a function
// of the library, and the student's line is the one that called it.
void ReadCalls(absl::string_view text, const SourceFiles& sources,
               Verdict* verdict) {
  const Lines lines = SplitLines(text);
  size_t next = 1;
  ThreadReport thread;
  thread.full_stack = ReadStack(lines, &next, sources);
  if (thread.full_stack.empty()) return;
  thread.name = "a thread";
  thread.stack = StudentsFrames(thread.full_stack, sources);
  thread.where = StudentsLine(thread.full_stack, sources);
  if (!sources.IsStudents(verdict->where.file) && thread.where.line > 0) {
    verdict->where = thread.where;
  }
  verdict->test_line = TestsLine(thread.full_stack, sources);
  verdict->threads.push_back(std::move(thread));
}

}  // namespace

std::optional<Verdict> ReadUndefinedBehaviour(absl::string_view output,
                                              const SourceFiles& sources) {
  constexpr absl::string_view kError = ": runtime error: ";
  const size_t error = output.find(kError);
  if (error == absl::string_view::npos) return std::nullopt;
  const size_t line_end = output.rfind('\n', error);
  const size_t start = line_end == absl::string_view::npos ? 0 : line_end + 1;
  const absl::string_view text = output.substr(error + kError.size());

  Verdict verdict;
  verdict.kind = Kind::kUndefinedBehaviour;
  verdict.detail = std::string(text.substr(0, text.find('\n')));
  verdict.where = ReadPosition(output.substr(start, error - start), sources);
  ReadCalls(text, sources, &verdict);
  return verdict;
}

}  // namespace racefree
