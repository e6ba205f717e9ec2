#include "checker/verdict/identifier.h"

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

bool IsWordPart(char c) { return absl::ascii_isalnum(c) || c == '_'; }

// Words that stand where a variable can, but are none.
constexpr std::array<absl::string_view, 22> kNotVariables = {
    "auto",  "bool",   "char",   "const", "delete", "double", "else", "float",
    "for",   "if",     "int",    "long",  "new",    "return", "std",  "size_t",
    "short", "static", "switch", "throw", "this",   "while"};

bool IsVariable(absl::string_view word) {
  return !word.empty() && !absl::ascii_isdigit(word[0]) &&
         !absl::c_linear_search(kNotVariables, word);
}

size_t EndOfWord(absl::string_view line, size_t start) {
  while (start < line.size() && IsWordPart(line[start])) ++start;
  return start;
}

size_t StartOfWord(absl::string_view line, size_t end) {
  while (end > 0 && IsWordPart(line[end - 1])) --end;
  return end;
}

size_t SkipSpacesBack(absl::string_view line, size_t end) {
  while (end > 0 && absl::ascii_isspace(line[end - 1])) --end;
  return end;
}

size_t SkipSpaces(absl::string_view line, size_t start) {
  while (start < line.size() && absl::ascii_isspace(line[start])) ++start;
  return start;
}

// Steps back over "[i]" and "(x)" that end at `end`.
size_t SkipBracketsBack(absl::string_view line, size_t end) {
  int depth = 0;
  while (end > 0) {
    const char c = line[end - 1];
    if (c == ']' || c == ')') ++depth;
    if (c == '[' || c == '(') --depth;
    if (depth <= 0 && c != '[' && c != '(') return end;
    if (depth < 0) return end;
    --end;
  }
  return end;
}

// The variable that ends before `end`: "balance_", or "seats" of "seats[i]".
std::string VariableBefore(absl::string_view line, size_t end) {
  end = SkipSpacesBack(line, SkipBracketsBack(line, SkipSpacesBack(line, end)));
  const size_t start = StartOfWord(line, end);
  const absl::string_view word = line.substr(start, end - start);
  return IsVariable(word) ? std::string(word) : "";
}

// The last part of the chain of members that starts at `start`: "hits" of
// "this->counter.hits".
std::string VariableAfter(absl::string_view line, size_t start) {
  absl::string_view last;
  start = SkipSpaces(line, start);
  while (start < line.size()) {
    const size_t end = EndOfWord(line, start);
    last = line.substr(start, end - start);
    if (absl::StartsWith(line.substr(end), ".")) {
      start = end + 1;
    } else if (absl::StartsWith(line.substr(end), "->")) {
      start = end + 2;
    } else {
      break;
    }
  }
  return IsVariable(last) ? std::string(last) : "";
}

std::string VariableOfWord(absl::string_view line, size_t position) {
  const size_t start = StartOfWord(line, position);
  const size_t end = EndOfWord(line, position);
  const absl::string_view word = line.substr(start, end - start);
  if (!absl::StartsWith(line.substr(SkipSpaces(line, end)), "(")) {
    return IsVariable(word) ? std::string(word) : "";
  }
  // A call: what counts is the object before its dot.
  const absl::string_view before = line.substr(0, start);
  if (absl::EndsWith(before, "->")) return VariableBefore(line, start - 2);
  if (absl::EndsWith(before, ".")) return VariableBefore(line, start - 1);
  return "";
}

// Whether an operator= of a class reads. It may read either of its operands:
// `copy = original;` does not tell which of the two it is.
bool IsReadByAssignment(const ThreadReport& access) {
  const size_t position = access.where.column - 1;
  return absl::StartsWith(access.action, "reads") &&
         position < access.where.text.size() &&
         access.where.text[position] == '=';
}

}  // namespace

std::string VariableAt(absl::string_view line, int column) {
  if (column < 1 || static_cast<size_t>(column) > line.size()) return "";
  const size_t position = static_cast<size_t>(column) - 1;
  const char c = line[position];
  if (IsWordPart(c)) return VariableOfWord(line, position);
  const absl::string_view rest = line.substr(position);
  if (absl::StartsWith(rest, "++") || absl::StartsWith(rest, "--")) {
    std::string operand = VariableBefore(line, position);
    return operand.empty() ? VariableAfter(line, position + 2) : operand;
  }
  if (c == '*') return VariableAfter(line, position + 1);
  constexpr absl::string_view kOperators = "=+-/%&|^<>[";
  if (absl::StrContains(kOperators, c)) return VariableBefore(line, position);
  return "";
}

void NameByLine(const std::vector<ThreadReport>& accesses, Variable* variable) {
  // A later access is often a plain one, where an earlier one is a call.
  for (const ThreadReport& access : accesses) {
    if (access.action == "frees it" || IsReadByAssignment(access)) continue;
    std::string name = VariableAt(access.where.text, access.where.column);
    if (name.empty()) continue;
    variable->name = std::move(name);
    variable->known_by = NameSource::kReadFromLine;
    return;
  }
}

}  // namespace racefree
