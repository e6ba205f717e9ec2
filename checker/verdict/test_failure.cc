#include "checker/verdict/test_failure.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr absl::string_view kLeftBehind = "[left behind]";

absl::string_view Stripped(absl::string_view text) {
  return absl::StripAsciiWhitespace(text);
}

std::string Joined(const Lines& lines, size_t start) {
  if (start >= lines.size()) return "";
  return std::string(Stripped(absl::StrJoin(
      lines.begin() + static_cast<ptrdiff_t>(start), lines.end(), "\n")));
}

// One side of EXPECT_EQ: an expression, and its value if that is not plain.
struct Side {
  std::string expression;
  std::string value;
  bool is_literal = false;
};

// "  account.balance()" and, perhaps, "    Which is: -8".
Side ReadSide(const Lines& lines, size_t* next) {
  Side side;
  if (*next >= lines.size()) return side;
  side.expression = std::string(Stripped(lines[(*next)++]));
  side.value = side.expression;
  side.is_literal = true;
  if (*next < lines.size()) {
    absl::string_view line = Stripped(lines[*next]);
    if (absl::ConsumePrefix(&line, "Which is: ")) {
      side.value = std::string(line);
      side.is_literal = false;
      ++*next;
    }
  }
  return side;
}

// EXPECT_EQ and EXPECT_STREQ. The side that is written out in the test is what
// was expected; if both or none are, it is the second one.
void ReadEquality(const Lines& lines, Verdict* verdict) {
  size_t next = 1;
  Side actual = ReadSide(lines, &next);
  Side expected = ReadSide(lines, &next);
  if (actual.is_literal && !expected.is_literal) std::swap(actual, expected);
  verdict->expression = actual.expression;
  verdict->actual = actual.value;
  verdict->expected =
      expected.is_literal
          ? expected.value
          : absl::StrCat(expected.value, " (", expected.expression, ")");
  // GoogleTest's own comparison line by line adds nothing to the two values.
  if (next < lines.size() && !absl::StartsWith(lines[next], "With diff:")) {
    verdict->detail = Joined(lines, next);
  }
}

// "Value of: IsOpen()", "  Actual: false", "Expected: true"; the last two also
// in the other order. A line without a label continues the one before, or is
// the test's own message if all three are there.
void ReadValue(const Lines& lines, Verdict* verdict) {
  std::string ignored;
  std::string* member = &ignored;
  for (absl::string_view line : lines) {
    line = Stripped(line);
    const bool labelled = absl::ConsumePrefix(&line, "Value of: ")
                              ? (member = &verdict->expression, true)
                          : absl::ConsumePrefix(&line, "Actual: ")
                              ? (member = &verdict->actual, true)
                          : absl::ConsumePrefix(&line, "Expected: ")
                              ? (member = &verdict->expected, true)
                              : false;
    const bool all_read =
        !verdict->actual.empty() && !verdict->expected.empty();
    if (!labelled && all_read) member = &verdict->detail;
    absl::StrAppend(member, member->empty() || line.empty() ? "" : " ", line);
  }
}

// "Expected: (Waiting()) <= (5), actual: 7 vs 5".
void ReadComparison(const Lines& lines, Verdict* verdict) {
  const absl::string_view line = lines[0];
  absl::string_view relation = Between(line, "Expected: ", ", actual: ");
  const absl::string_view actual = Between(line, ", actual: ", " vs ");
  verdict->expected = std::string(relation);
  verdict->actual = std::string(actual);
  verdict->expression = std::string(Between(relation, "(", ") "));
  verdict->detail = Joined(lines, 1);
}

// "Expected: f() throws an exception of type T." and "  Actual: ...".
void ReadException(const Lines& lines, Verdict* verdict) {
  verdict->expected = std::string(
      absl::StripSuffix(Between(lines[0], "Expected: ", "\n"), "."));
  size_t next = 1;
  if (next < lines.size()) {
    absl::string_view actual = Stripped(lines[next]);
    if (absl::ConsumePrefix(&actual, "Actual: ")) {
      verdict->actual = std::string(absl::StripSuffix(actual, "."));
      ++next;
    }
  }
  verdict->detail = Joined(lines, next);
}

void ReadMessage(absl::string_view message, Verdict* verdict) {
  const Lines lines = SplitLines(message);
  if (absl::StartsWith(message, "Expected equality of these")) {
    ReadEquality(lines, verdict);
  } else if (absl::StartsWith(message, "Value of: ")) {
    ReadValue(lines, verdict);
  } else if (absl::StartsWith(message, "Expected: ") &&
             absl::StrContains(lines[0], ", actual: ")) {
    ReadComparison(lines, verdict);
  } else if (absl::StartsWith(message, "Expected: ")) {
    ReadException(lines, verdict);
  } else {
    verdict->detail =
        std::string(Stripped(absl::StripPrefix(message, "Failed\n")));
  }
}

}  // namespace

Verdict UnderstandFailure(const TestFailure& failure,
                          const SourceFiles& sources) {
  Verdict verdict;
  verdict.test = failure.test;
  verdict.sentence = SentenceOf(failure.test);
  verdict.where = ReadPosition(failure.position, sources);
  if (verdict.where.line == 0) verdict.where = {};
  if (sources.IsTest(verdict.where.file)) verdict.test_line = verdict.where;

  absl::string_view message = failure.message;
  message = message.substr(0, message.find("\nGoogle Test trace:"));
  message = Stripped(message);
  const size_t left_behind = message.find(kLeftBehind);
  if (left_behind != absl::string_view::npos) {
    verdict.kind = Kind::kLeftBehind;
    verdict.detail =
        std::string(Stripped(message.substr(left_behind + kLeftBehind.size())));
  } else if (absl::StartsWith(message, "C++ exception with description ") ||
             absl::StartsWith(message, "Unknown C++ exception thrown")) {
    verdict.kind = Kind::kUncaughtException;
    const size_t open = message.find('"');
    const size_t close = message.rfind('"');
    if (open < close && close != absl::string_view::npos) {
      verdict.detail = std::string(message.substr(open + 1, close - open - 1));
    }
  } else {
    verdict.kind = Kind::kFailedExpectation;
    ReadMessage(message, &verdict);
  }
  return verdict;
}

}  // namespace racefree
