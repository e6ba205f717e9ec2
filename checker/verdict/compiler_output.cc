#include "checker/verdict/compiler_output.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/linker_output.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

struct Note {
  SourceLine where;
  std::string text;
};

struct Error {
  SourceLine where;
  std::string text;
  bool fatal = false;
  std::vector<Note> notes;
};

// Splits "path:1:2: error: text" at `label`; nothing if it is no such line.
std::optional<Note> ReadDiagnostic(absl::string_view line,
                                   absl::string_view label,
                                   const SourceFiles& sources) {
  const size_t position = line.find(label);
  if (position == absl::string_view::npos || position == 0) return std::nullopt;
  SourceLine where = ReadPosition(line.substr(0, position), sources);
  if (where.line == 0) return std::nullopt;
  return Note{std::move(where),
              std::string(line.substr(position + label.size()))};
}

// No student reads the hundredth error.
constexpr size_t kMostErrors = 100;
constexpr size_t kMostNotes = 100;

std::vector<Error> ReadErrors(absl::string_view output,
                              const SourceFiles& sources) {
  std::vector<Error> errors;
  for (absl::string_view line : SplitLines(output)) {
    std::optional<Note> found = ReadDiagnostic(line, ": error: ", sources);
    bool fatal = false;
    if (!found.has_value()) {
      found = ReadDiagnostic(line, ": fatal error: ", sources);
      fatal = found.has_value();
    }
    if (found.has_value()) {
      if (errors.size() == kMostErrors) break;
      errors.push_back(
          {std::move(found->where), std::move(found->text), fatal, {}});
    } else if (!errors.empty() && errors.back().notes.size() < kMostNotes) {
      found = ReadDiagnostic(line, ": note: ", sources);
      if (found.has_value()) errors.back().notes.push_back(*std::move(found));
    }
  }
  return errors;
}

bool LeadsBack(const Note& note) {
  return absl::StrContains(note.text, "requested here") ||
         absl::StrContains(note.text, "required here") ||
         absl::StrContains(note.text, "in call to");
}

// The student's line that caused an error elsewhere.
const Note* StudentsCause(const Error& error, const SourceFiles& sources) {
  for (const Note& note : error.notes) {
    if (sources.IsStudents(note.where.file) && LeadsBack(note)) return &note;
  }
  return nullptr;
}

// The test's line that caused an error elsewhere.
const Note* TestsCause(const Error& error, const SourceFiles& sources) {
  for (const Note& note : error.notes) {
    if (sources.IsTest(note.where.file) && LeadsBack(note)) return &note;
  }
  return nullptr;
}

// The note that says why, in more helpful words than the error: "copy
// constructor of 'Account' is implicitly deleted because ..." in the student's
// file.
const Note* Reason(const std::vector<Error>& errors,
                   const SourceFiles& sources) {
  for (const Error& error : errors) {
    for (const Note& note : error.notes) {
      if (sources.IsStudents(note.where.file) &&
          absl::StrContains(note.text, "because")) {
        return &note;
      }
    }
  }
  return nullptr;
}

// "candidate constructor not viable: 1st argument would lose const qualifier":
// why the first candidate that could have been meant does not fit; else empty.
absl::string_view WhyNotViable(const Error& error) {
  if (!absl::StartsWith(error.text, "no matching")) return "";
  for (const Note& note : error.notes) {
    const absl::string_view reason = Between(note.text, " not viable: ", "\n");
    // That the number of arguments differs is true of most candidates.
    if (!reason.empty() && !absl::StartsWith(reason, "requires ")) {
      return reason;
    }
  }
  return "";
}

// "static assertion failed due to requirement '...': text" says it in `text`.
std::string Plain(absl::string_view text) {
  absl::string_view plain = text;
  if (absl::ConsumePrefix(&plain, "static assertion failed")) {
    const size_t quote = plain.find("': ");
    if (quote != absl::string_view::npos) {
      return std::string(plain.substr(quote + 3));
    }
    if (absl::ConsumePrefix(&plain, ": ")) return std::string(plain);
  }
  return std::string(text);
}

// The error to tell, and the line to tell it at.
struct Choice {
  const Error* error = nullptr;
  SourceLine where;
};

Choice Choose(const std::vector<Error>& errors, const SourceFiles& sources) {
  for (const Error& error : errors) {
    if (sources.IsStudents(error.where.file)) return {&error, error.where};
    const Note* cause = StudentsCause(error, sources);
    if (cause != nullptr) return {&error, cause->where};
  }
  for (const Error& error : errors) {
    if (sources.IsTest(error.where.file)) return {&error, error.where};
    const Note* cause = TestsCause(error, sources);
    if (cause != nullptr) return {&error, cause->where};
  }
  if (errors.empty()) return {};
  return {&errors[0], errors[0].where};
}

// "'lessons/04_lock/balance.h' file not found", for the student's own file.
bool SaysStudentsFileIsMissing(const Error& error, const SourceFiles& sources) {
  return absl::StrContains(error.text, "file not found") &&
         sources.IsStudents(Between(error.text, "'", "'"));
}

}  // namespace

Verdict ReadCompilerOutput(absl::string_view output,
                           const SourceFiles& sources) {
  const std::vector<Error> errors = ReadErrors(output, sources);
  const Choice choice = Choose(errors, sources);
  if (choice.error == nullptr) {
    std::optional<Verdict> linking = ReadLinkerOutput(output, sources);
    if (linking.has_value()) return *std::move(linking);
    Verdict verdict;
    verdict.kind = Kind::kCompileError;
    return verdict;
  }
  Verdict verdict;
  verdict.kind = Kind::kCompileError;
  verdict.where = choice.where;
  verdict.detail = Plain(choice.error->text);
  verdict.further_failures = static_cast<int>(errors.size()) - 1;
  if (SaysStudentsFileIsMissing(*choice.error, sources)) {
    verdict.kind = Kind::kMissingFile;
    verdict.where = {sources.ShortPath(Between(choice.error->text, "'", "'")),
                     0, 0, ""};
    return verdict;
  }
  const Note* reason = sources.IsStudents(choice.error->where.file)
                           ? nullptr
                           : Reason(errors, sources);
  if (reason != nullptr) {
    verdict.detail =
        absl::StrCat(reason->text, " (line ", reason->where.line, ")");
  } else if (!WhyNotViable(*choice.error).empty()) {
    absl::StrAppend(&verdict.detail, ": ", WhyNotViable(*choice.error));
  }
  if (sources.IsTest(verdict.where.file)) verdict.test_line = verdict.where;
  return verdict;
}

}  // namespace racefree
