#include "checker/session/gate_verdicts.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "checker/session/files.h"
#include "checker/verdict/names.h"
#include "checker/verdict/read_verdict.h"
#include "checker/verdict/verdict_json.h"
#include "tinyxml2.h"

namespace racefree {
namespace {

// Exit codes of Bazel with a remedy of their own.
constexpr int kCommandLineError = 2;
constexpr int kInterrupted = 8;
constexpr int kCrashed = 37;

// What checker/build/compile.bzl prints when it stops a compiler that does not
// come to an end.
constexpr char kCompilerStopped[] = "racefree: the compiler was stopped";

// What checker/kata.bzl makes for a gate.
std::string Label(const Exercise& exercise, Gate gate, absl::string_view what) {
  return absl::StrCat("//", exercise.package, ":", exercise.name, "_",
                      GateName(gate), what);
}

std::string ProgramLabel(const Exercise& exercise, Gate gate) {
  return Label(exercise, gate, "_program");
}

// The property "verdict" of the element or of one inside it.
const char* FindVerdict(const tinyxml2::XMLElement* element) {
  for (; element != nullptr; element = element->NextSiblingElement()) {
    const char* name = element->Attribute("name");
    if (absl::string_view(element->Name()) == "property" && name != nullptr &&
        absl::string_view(name) == "verdict") {
      return element->Attribute("value");
    }
    const char* found = FindVerdict(element->FirstChildElement());
    if (found != nullptr) return found;
  }
  return nullptr;
}

// Bazel has compilers colour what they print. The codes are ESC [ ... m.
std::string WithoutColours(absl::string_view text) {
  std::string plain;
  size_t start;
  while ((start = text.find("\033[")) != absl::string_view::npos) {
    plain.append(text.substr(0, start));
    const size_t end = text.find_first_not_of("0123456789;", start + 2);
    text.remove_prefix(end == absl::string_view::npos ? text.size() : end + 1);
  }
  return plain.append(text);
}

Verdict CompileFailure(const Workspace& workspace, const Exercise& exercise,
                       Gate gate, const FailedAction& action) {
  RunRecord record;
  record.exercise = exercise.name;
  record.gate = gate;
  record.sources.student = {
      {exercise.file, ReadFile(workspace.Path(exercise.file)).value_or("")}};
  record.sources.test = {exercise.test,
                         ReadFile(workspace.Path(exercise.test)).value_or("")};
  record.output = WithoutColours(ReadFile(action.output).value_or(""));
  record.supervision.ending = absl::StrContains(record.output, kCompilerStopped)
                                  ? Ending::kCompileTimeout
                                  : Ending::kNotStarted;
  return ReadVerdict(record);
}

// A verdict and the test's own outcome come by two ways and must agree.
bool Agree(const Verdict& verdict, const std::string& status) {
  switch (verdict.outcome) {
    case Outcome::kPassed:
    case Outcome::kNotJudged:
      return status == "PASSED";
    case Outcome::kFailed:
    case Outcome::kMachineFault:
      return status != "PASSED";
  }
  return false;
}

// What Bazel, and a compiler that it ran, called errors: a few lines of it.
std::string Errors(const std::string& output) {
  constexpr size_t kMostErrors = 3;
  constexpr size_t kLongestError = 300;
  std::vector<std::string> errors;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    if (!absl::StartsWith(line, "ERROR") && !absl::StartsWith(line, "FATAL") &&
        !absl::StrContains(line, " error: ")) {
      continue;
    }
    // The whole command line follows, which tells nobody anything.
    line = line.substr(0, line.find(": error executing command"));
    errors.push_back(std::string(line.substr(0, kLongestError)));
    if (errors.size() == kMostErrors) break;
  }
  return absl::StrJoin(errors, " ");
}

std::string RemedyForBazelFault(const BazelRun& run,
                                const std::string& output) {
  if (absl::StrContains(output, "No space left on device")) {
    return "Free some space on the disk, then try again.";
  }
  if (absl::StrContains(output, "Permission denied") ||
      absl::StrContains(output, "Read-only file system")) {
    return "Make that file or directory writable, then try again.";
  }
  switch (run.exit_code()) {
    case kCommandLineError:
      return "Something in .bazelrc or in a BUILD file is wrong: 'git status' "
             "shows what was changed.";
    case kInterrupted:
      return "Bazel was interrupted. Try again.";
    case kCrashed:
      return "Bazel itself failed. Try again; if it stays so, type "
             "'bazel shutdown' first.";
    default:
      return "'kata doctor' looks for what is missing; '--raw' shows all that "
             "Bazel said.";
  }
}

}  // namespace

std::string TestLabel(const Exercise& exercise, Gate gate) {
  return Label(exercise, gate, "");
}

std::string LoneTestLabel(const Exercise& exercise, Gate gate) {
  return Label(exercise, gate, "_alone");
}

absl::StatusOr<Verdict> ReadTestVerdict(const std::string& xml_path) {
  absl::StatusOr<std::string> xml = ReadFile(xml_path);
  if (!xml.ok()) return xml.status();
  tinyxml2::XMLDocument document;
  if (document.Parse(xml->data(), xml->size()) != tinyxml2::XML_SUCCESS) {
    return absl::InvalidArgumentError(absl::StrCat(xml_path, " is no XML"));
  }
  const char* json = FindVerdict(document.RootElement());
  if (json == nullptr) {
    return absl::NotFoundError(absl::StrCat("no verdict in ", xml_path));
  }
  return VerdictFromJson(json);
}

std::optional<Verdict> GateVerdict(const Workspace& workspace,
                                   const Exercise& exercise, Gate gate,
                                   const BuildEvents& events) {
  for (const FailedAction& action : events.failed_actions()) {
    if (action.label == ProgramLabel(exercise, gate)) {
      return CompileFailure(workspace, exercise, gate, action);
    }
  }
  auto result = events.results().find(LoneTestLabel(exercise, gate));
  if (result == events.results().end()) return std::nullopt;
  absl::StatusOr<Verdict> verdict = ReadTestVerdict(result->second.xml);
  if (verdict.ok() && Agree(*verdict, result->second.status)) {
    return *std::move(verdict);
  }
  Verdict fault = MachineFault(
      exercise, gate,
      absl::StrCat("The test ended (", result->second.status,
                   ") without a verdict that can be trusted."),
      "Try again. If it stays so, '--raw' shows what the test printed.");
  fault.raw = ReadFile(result->second.log).value_or("");
  return fault;
}

Verdict BazelFault(const Exercise& exercise, Gate gate, const BazelRun& run) {
  std::string output = run.Output();
  Verdict fault = MachineFault(
      exercise, gate,
      absl::StrCat("Bazel could not build or run the tests (exit code ",
                   run.exit_code(), ")."),
      RemedyForBazelFault(run, output));
  fault.meaning = Errors(output);
  fault.raw = std::move(output);
  return fault;
}

Verdict MachineFault(const Exercise& exercise, Gate gate,
                     const std::string& message, const std::string& next_step) {
  Verdict verdict;
  verdict.exercise = exercise.name;
  verdict.gate = gate;
  verdict.outcome = Outcome::kMachineFault;
  verdict.kind = Kind::kMachineFault;
  verdict.message = message;
  verdict.next_step = next_step;
  return verdict;
}

Verdict MissingFile(const Exercise& exercise, const absl::Status& why) {
  Verdict verdict;
  verdict.exercise = exercise.name;
  verdict.gate = exercise.gates.front();
  verdict.outcome = Outcome::kFailed;
  verdict.kind = Kind::kMissingFile;
  verdict.where.file = exercise.file;
  verdict.message =
      absl::IsNotFound(why)
          ? absl::StrCat("There is no file ", exercise.file, ".")
          : absl::StrCat("The file cannot be read: ", why.message(), ".");
  verdict.next_step =
      absl::StrCat("Save the file again, or type 'kata reset ", exercise.name,
                   "' to get it back as it was shipped.");
  return verdict;
}

}  // namespace racefree
