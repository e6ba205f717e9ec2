#include "checker/verdict/stack.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// A recursion without an end makes stacks of thousands of frames.
constexpr size_t kMostFrames = 256;

// Takes " (program+0x12)" and " (BuildId: 12ab)" off the end.
void DropModule(absl::string_view* text) {
  while (absl::EndsWith(*text, ")")) {
    const size_t start = text->rfind(" (");
    if (start == absl::string_view::npos) return;
    const absl::string_view inside = text->substr(start + 2);
    if (!absl::StartsWith(inside, "BuildId") &&
        !absl::StrContains(inside, "+0x")) {
      return;
    }
    *text = text->substr(0, start);
  }
}

bool IsNumberSign(absl::string_view line) {
  return line.size() > 1 && line[0] == '#' && absl::ascii_isdigit(line[1]);
}

// "<null>" stands for what is not known.
std::string FunctionOf(absl::string_view text) {
  text = absl::StripSuffix(text, " <null>");
  return text == "<null>" ? "" : std::string(text);
}

bool EndsStack(absl::string_view line) {
  return line.empty() || absl::ascii_isspace(static_cast<uint8_t>(line[0])) ||
         absl::StartsWith(line, "SUMMARY:") || absl::StartsWith(line, "===") ||
         absl::StartsWith(line, "0x") || absl::StartsWith(line, "Address 0x");
}

}  // namespace

Lines SplitLines(absl::string_view text) { return absl::StrSplit(text, '\n'); }

std::optional<Frame> ReadFrame(absl::string_view line,
                               const SourceFiles& sources) {
  line = absl::StripAsciiWhitespace(line);
  if (!IsNumberSign(line)) return std::nullopt;
  const size_t after_number = line.find(' ');
  if (after_number == absl::string_view::npos) return std::nullopt;
  line = absl::StripLeadingAsciiWhitespace(line.substr(after_number));
  if (absl::StartsWith(line, "0x")) {
    const size_t in = line.find(" in ");
    line = in == absl::string_view::npos ? "" : line.substr(in + 4);
  }
  DropModule(&line);

  const size_t path_start = line.rfind(' ');
  if (path_start == absl::string_view::npos) return Frame{FunctionOf(line), {}};
  const absl::string_view position = line.substr(path_start + 1);
  SourceLine where = ReadPosition(position, sources);
  // "operator new(unsigned long) const": no path, so all of it is the function.
  if (where.line == 0 && !absl::StrContains(position, '/')) {
    return Frame{FunctionOf(line), {}};
  }
  return Frame{FunctionOf(line.substr(0, path_start)), std::move(where)};
}

std::vector<Frame> ReadStack(const Lines& lines, size_t* next,
                             const SourceFiles& sources) {
  std::vector<Frame> stack;
  for (; *next < lines.size(); ++*next) {
    std::optional<Frame> frame = ReadFrame(lines[*next], sources);
    if (!frame.has_value()) {
      if (EndsStack(lines[*next])) break;
      continue;
    }
    if (stack.size() < kMostFrames) stack.push_back(*std::move(frame));
  }
  return stack;
}

std::vector<Frame> StudentsFrames(const std::vector<Frame>& stack,
                                  const SourceFiles& sources) {
  std::vector<Frame> students;
  for (const Frame& frame : stack) {
    if (sources.IsStudents(frame.where.file)) students.push_back(frame);
  }
  return students;
}

SourceLine StudentsLine(const std::vector<Frame>& stack,
                        const SourceFiles& sources) {
  for (const Frame& frame : stack) {
    if (sources.IsStudents(frame.where.file)) return frame.where;
  }
  return TestsLine(stack, sources);
}

SourceLine TestsLine(const std::vector<Frame>& stack,
                     const SourceFiles& sources) {
  for (const Frame& frame : stack) {
    if (sources.IsTest(frame.where.file)) return frame.where;
  }
  return {};
}

}  // namespace racefree
