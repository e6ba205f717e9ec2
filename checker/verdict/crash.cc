#include "checker/verdict/crash.h"

#include <csignal>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/source_position.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// "terminate called after throwing an instance of 'std::runtime_error'", and
// perhaps "  what():  no more seats" on the next line.
std::optional<Verdict> ReadTerminate(absl::string_view output) {
  constexpr absl::string_view kTerminate = "terminate called ";
  const size_t start = output.find(kTerminate);
  if (start == absl::string_view::npos) return std::nullopt;
  const absl::string_view rest = output.substr(start + kTerminate.size());
  Verdict verdict;
  if (absl::StartsWith(rest, "without an active exception")) {
    verdict.kind = Kind::kThreadLeak;
    return verdict;
  }
  verdict.kind = Kind::kUncaughtException;
  const absl::string_view type = Between(rest, "instance of '", "'");
  const absl::string_view what = absl::StripLeadingAsciiWhitespace(
      Between(rest.substr(0, rest.find("\n[")), "\n  what():", "\n"));
  verdict.detail =
      what.empty() ? std::string(type) : absl::StrCat(what, " (", type, ")");
  return verdict;
}

// "program: balance.h:5: void Check(int): Assertion `balance >= 0' failed."
std::optional<Verdict> ReadAssertion(absl::string_view output,
                                     const SourceFiles& sources) {
  for (absl::string_view line : SplitLines(output)) {
    const size_t assertion = line.find(": Assertion `");
    const size_t end = line.rfind("' failed.");
    if (assertion == absl::string_view::npos ||
        end == absl::string_view::npos || end < assertion) {
      continue;
    }
    Verdict verdict;
    verdict.kind = Kind::kCrash;
    verdict.detail =
        absl::StrCat("the assertion ",
                     Between(line, ": Assertion `", "' failed."), " failed");
    // The program's name, then the position, then the function.
    const absl::string_view position = Between(line, ": ", ": ");
    verdict.where = ReadPosition(position, sources);
    return verdict;
  }
  return std::nullopt;
}

struct Complaint {
  absl::string_view text;
  Kind kind;
};

// What the C library prints before it aborts.
constexpr Complaint kComplaints[] = {
    {"free(): double free detected", Kind::kDoubleFree},
    {"double free or corruption", Kind::kDoubleFree},
    {"free(): invalid pointer", Kind::kBadFree},
    {"free(): invalid size", Kind::kBadFree},
    {"munmap_chunk(): invalid pointer", Kind::kBadFree},
    {"corrupted size vs. prev_size", Kind::kBufferOverflow},
    {"malloc(): corrupted", Kind::kBufferOverflow},
    {"malloc(): invalid size", Kind::kBufferOverflow},
    {"*** stack smashing detected ***", Kind::kBufferOverflow},
    {"pure virtual method called", Kind::kCrash},
    // This one is said by the sanitizers.
    {"hard rss limit exhausted", Kind::kOutOfMemory},
};

std::optional<Verdict> ReadComplaint(absl::string_view output) {
  for (const Complaint& complaint : kComplaints) {
    if (!absl::StrContains(output, complaint.text)) continue;
    Verdict verdict;
    verdict.kind = complaint.kind;
    verdict.detail = std::string(complaint.text);
    return verdict;
  }
  return std::nullopt;
}

// Abseil's stacks ("\t@ 0x12 Transfer()") have functions, but no lines.
std::optional<Verdict> ReadAbseilDeadlock(absl::string_view output) {
  const size_t start = output.find("RAW: Potential Mutex deadlock");
  if (start == absl::string_view::npos) return std::nullopt;
  Verdict verdict;
  verdict.kind = Kind::kLockOrderInversion;
  for (absl::string_view line : SplitLines(output.substr(start))) {
    const absl::string_view frame = Between(line, "@ 0x", "\n");
    const size_t space = frame.find(' ');
    if (space == absl::string_view::npos) continue;
    const absl::string_view function =
        absl::StripAsciiWhitespace(frame.substr(space));
    if (function.empty() || absl::StartsWith(function, "absl::") ||
        absl::StartsWith(function, "std::")) {
      continue;
    }
    verdict.detail = absl::StrCat("in ", function);
    break;
  }
  return verdict;
}

std::string SignalText(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "it used memory that is not its own (SIGSEGV)";
    case SIGBUS:
      return "it used memory that is not there (SIGBUS)";
    case SIGFPE:
      return "it divided by zero (SIGFPE)";
    case SIGILL:
      return "it ran into code that is none (SIGILL)";
    case SIGABRT:
      return "it gave up by abort() (SIGABRT)";
    case SIGTRAP:
      return "it hit a trap (SIGTRAP)";
    case SIGPIPE:
      return "it wrote to a pipe that nobody reads (SIGPIPE)";
    case SIGXCPU:
      return "it used more processor time than it may (SIGXCPU)";
    case SIGKILL:
      return "it was killed from outside, most often because the memory ran "
             "out (SIGKILL)";
    case SIGTERM:
      return "it was told to end (SIGTERM)";
  }
  return absl::StrCat("signal ", signal);
}

// So deep does no right answer call itself.
constexpr size_t kEndlessRecursion = 100;

}  // namespace

std::optional<Verdict> ReadLastWords(absl::string_view output,
                                     const SourceFiles& sources) {
  std::optional<Verdict> words = ReadAbseilDeadlock(output);
  if (!words.has_value()) words = ReadTerminate(output);
  if (!words.has_value()) words = ReadAssertion(output, sources);
  if (!words.has_value()) words = ReadComplaint(output);
  return words;
}

Verdict UnderstandSignal(const Supervision& supervision,
                         const SourceFiles& sources) {
  Verdict verdict;
  verdict.kind =
      supervision.signal == SIGKILL ? Kind::kOutOfMemory : Kind::kCrash;
  verdict.detail = SignalText(supervision.signal);
  for (const SupervisedThread& thread : supervision.threads) {
    const std::vector<Frame> students = StudentsFrames(thread.stack, sources);
    if (verdict.where.line == 0) {
      verdict.where = StudentsLine(thread.stack, sources);
      verdict.test_line = TestsLine(thread.stack, sources);
    }
    if (supervision.signal == SIGSEGV && students.size() >= kEndlessRecursion) {
      verdict.kind = Kind::kStackOverflow;
      verdict.where = students[0].where;
    }
  }
  return verdict;
}

}  // namespace racefree
