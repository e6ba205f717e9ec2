#include "checker/verdict/read_verdict.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/address_sanitizer.h"
#include "checker/verdict/compiler_output.h"
#include "checker/verdict/crash.h"
#include "checker/verdict/explain.h"
#include "checker/verdict/exploration.h"
#include "checker/verdict/googletest_output.h"
#include "checker/verdict/googletest_xml.h"
#include "checker/verdict/hang.h"
#include "checker/verdict/leak_sanitizer.h"
#include "checker/verdict/lock_analysis.h"
#include "checker/verdict/machine_fault.h"
#include "checker/verdict/names.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/test_failure.h"
#include "checker/verdict/text.h"
#include "checker/verdict/thread_sanitizer.h"
#include "checker/verdict/undefined_behaviour.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// Enough for every report; whoever prints more did so in a loop.
constexpr size_t kMostRaw = 256 * 1024;

// No tool prints longer lines; to search one of a megabyte again and again
// takes long.
constexpr size_t kLongestLine = 4096;

std::string CutLongLines(absl::string_view text) {
  std::string cut;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::StrAppend(&cut, line.substr(0, kLongestLine), "\n");
  }
  return cut;
}

Verdict OfKind(Kind kind, std::string detail = "") {
  Verdict verdict;
  verdict.kind = kind;
  verdict.detail = std::move(detail);
  return verdict;
}

Verdict OfFault(MachineFault fault) {
  Verdict verdict = OfKind(Kind::kMachineFault);
  verdict.message = absl::StrCat(absl::StripSuffix(fault.message, "."), ".");
  verdict.next_step = std::move(fault.remedy);
  return verdict;
}

Verdict UnderstandBuild(const std::string& output, const SourceFiles& sources) {
  Verdict verdict = ReadCompilerOutput(output, sources);
  const bool names_exercise = sources.IsStudents(verdict.where.file) ||
                              sources.IsTest(verdict.where.file);
  // Not asked first: an error quotes lines, in which anything can stand.
  if (!names_exercise) {
    std::optional<MachineFault> fault =
        ReadMachineFault(output, /*building=*/true);
    if (fault.has_value()) return OfFault(*std::move(fault));
  }
  return verdict;
}

std::optional<Verdict> ReadSanitizers(absl::string_view output,
                                      const SourceFiles& sources) {
  std::optional<Verdict> report = ReadThreadSanitizer(output, sources);
  if (!report.has_value()) report = ReadUndefinedBehaviour(output, sources);
  if (!report.has_value()) report = ReadAddressSanitizer(output, sources);
  if (!report.has_value()) report = ReadLeakSanitizer(output, sources);
  return report;
}

// What GoogleTest said: its file is the better source, but holds the last
// repetition only, and none if the program did not come to its end.
TestResults ReadTests(const std::string& output, const std::string& xml) {
  TestResults printed = ReadGoogleTestOutput(output);
  absl::StatusOr<TestResults> filed = ReadGoogleTestXml(xml);
  if (!filed.ok()) return printed;
  if (!filed->failures.empty()) printed.failures = std::move(filed->failures);
  if (!filed->skipped.empty()) printed.skipped = std::move(filed->skipped);
  printed.explorations = std::move(filed->explorations);
  return printed;
}

// The first expected test that did not come to its end; empty if all did.
std::string MissingTest(const Supervision& supervision) {
  const absl::flat_hash_set<absl::string_view> finished(
      supervision.finished_tests.begin(), supervision.finished_tests.end());
  for (const std::string& test : supervision.expected_tests) {
    if (!finished.contains(test)) return test;
  }
  return "";
}

// The program came to its end by itself: was that all it had to do?
Verdict UnderstandExit(const RunRecord& record, const TestResults& tests) {
  const Supervision& supervision = record.supervision;
  const std::string missing = MissingTest(supervision);
  if (!missing.empty() || supervision.expected_tests.empty()) {
    Verdict verdict = OfKind(Kind::kTestsMissing,
                             absl::StrCat("exit code ", supervision.exit_code));
    verdict.test = missing;
    return verdict;
  }
  if (!tests.skipped.empty()) {
    Verdict verdict = OfKind(Kind::kTestsMissing, "the test was skipped");
    verdict.test = tests.skipped[0];
    return verdict;
  }
  if (supervision.repetitions_done < supervision.repetitions_asked) {
    return OfKind(
        Kind::kTestsMissing,
        absl::StrCat("only ", supervision.repetitions_done, " of ",
                     supervision.repetitions_asked, " repetitions ran"));
  }
  if (record.gate == Gate::kEverySchedule &&
      tests.explorations.size() < supervision.finished_tests.size()) {
    return OfKind(Kind::kTestsMissing, "a test was not explored");
  }
  if (supervision.exit_code != 0) {
    return OfKind(Kind::kCrash, absl::StrCat("it ended with exit code ",
                                             supervision.exit_code));
  }
  return OfKind(Kind::kNone);
}

// The first test with a schedule that fails; else, as a claim, what is known of
// all those that were explored.
Verdict UnderstandExplorations(const TestResults& tests,
                               const SourceFiles& sources) {
  std::vector<Exploration> explorations;
  for (const TestExploration& test : tests.explorations) {
    absl::StatusOr<Exploration> exploration = ReadExploration(test, sources);
    if (!exploration.ok()) {
      return OfKind(Kind::kTestsMissing,
                    std::string(exploration.status().message()));
    }
    if (exploration->verdict.kind != Kind::kNone) return exploration->verdict;
    explorations.push_back(*std::move(exploration));
  }
  Verdict verdict;
  if (!explorations.empty()) verdict.claim = ClaimOf(explorations);
  return verdict;
}

// Reports made when the program ends; a test that failed before explains more.
bool IsMadeAtTheEnd(Kind kind) {
  return kind == Kind::kMemoryLeak || kind == Kind::kThreadLeak;
}

Verdict UnderstandRun(const RunRecord& record, const std::string& output) {
  const Supervision& supervision = record.supervision;
  std::optional<MachineFault> fault =
      ReadMachineFault(output, /*building=*/false);
  if (fault.has_value()) return OfFault(*std::move(fault));

  const TestResults tests = ReadTests(output, record.xml);
  Verdict explored;
  if (record.gate == Gate::kEverySchedule) {
    explored = UnderstandExplorations(tests, record.sources);
    if (explored.kind != Kind::kNone) return explored;
  }
  std::optional<Verdict> report = ReadSanitizers(output, record.sources);
  if (report.has_value() &&
      (tests.failures.empty() || !IsMadeAtTheEnd(report->kind))) {
    return *std::move(report);
  }
  if (!tests.failures.empty()) {
    Verdict verdict = UnderstandFailure(tests.failures[0], record.sources);
    verdict.further_failures = static_cast<int>(tests.failures.size()) - 1;
    return verdict;
  }
  if (supervision.ending == Ending::kTooMuchOutput) {
    return OfKind(Kind::kTooMuchOutput);
  }
  if (supervision.ending == Ending::kHung) {
    return UnderstandHang(supervision, record.sources);
  }
  if (supervision.ending == Ending::kSignalled || supervision.exit_code != 0) {
    std::optional<Verdict> words = ReadLastWords(output, record.sources);
    if (words.has_value()) {
      if (words->where.line == 0) {
        const Verdict signal = UnderstandSignal(supervision, record.sources);
        words->where = signal.where;
        words->test_line = signal.test_line;
      }
      return *std::move(words);
    }
  }
  if (supervision.ending == Ending::kSignalled) {
    return UnderstandSignal(supervision, record.sources);
  }
  Verdict verdict = UnderstandExit(record, tests);
  verdict.claim = explored.claim;
  return verdict;
}

Verdict Understand(const RunRecord& record) {
  const std::string output = CutLongLines(record.output);
  switch (record.supervision.ending) {
    case Ending::kMachineFault:
      return OfFault({record.supervision.machine_fault, ""});
    case Ending::kCompileTimeout:
      return OfKind(Kind::kCompileTimeout);
    case Ending::kNotStarted:
      return UnderstandBuild(output, record.sources);
    default:
      break;
  }
  std::optional<Verdict> locks = ReadLockAnalysis(
      record.locks_of_answer, record.locks_of_misuse, record.sources);
  return locks.has_value() ? *std::move(locks) : UnderstandRun(record, output);
}

Outcome OutcomeOf(Kind kind) {
  if (kind == Kind::kNone) return Outcome::kPassed;
  if (kind == Kind::kMachineFault) return Outcome::kMachineFault;
  return Outcome::kFailed;
}

// Exactly what a pass of the gate shows.
std::string ClaimOf(const Verdict& verdict) {
  const std::string tests =
      verdict.tests_run == 1
          ? "the one test passed"
          : absl::StrCat("all ", verdict.tests_run, " tests passed");
  switch (verdict.gate) {
    case Gate::kBehaves:
      return tests;
    case Gate::kRaceFree:
      return absl::StrCat("no race seen in ", verdict.repetitions_done,
                          verdict.repetitions_done == 1 ? " run" : " runs",
                          " of ", verdict.tests_run,
                          verdict.tests_run == 1 ? " test" : " tests");
    case Gate::kMemorySafe:
      return absl::StrCat(
          "no leak, overflow, use after free or undefined behaviour seen; ",
          tests);
    case Gate::kEverySchedule:
      return verdict.claim;
  }
  return "";
}

bool UsesMemoryOrders(const SourceFiles& sources) {
  for (const SourceFile& file : sources.student) {
    if (absl::StrContains(file.content, "memory_order")) return true;
  }
  return false;
}

}  // namespace

Verdict ReadVerdict(const RunRecord& record) {
  Verdict verdict = Understand(record);
  verdict.exercise = record.exercise;
  verdict.gate = record.gate;
  verdict.outcome = OutcomeOf(verdict.kind);
  verdict.tests_run =
      static_cast<int>(record.supervision.finished_tests.size());
  verdict.repetitions_done = record.supervision.repetitions_done;
  verdict.repetitions_asked = record.supervision.repetitions_asked;
  if (verdict.outcome == Outcome::kFailed && verdict.test.empty()) {
    verdict.test = record.supervision.running_test;
  }
  if (!verdict.test.empty()) verdict.sentence = SentenceOf(verdict.test);
  if (verdict.outcome == Outcome::kPassed) verdict.claim = ClaimOf(verdict);
  Explain(&verdict);
  if (verdict.kind == Kind::kDataRace && UsesMemoryOrders(record.sources)) {
    absl::StrAppend(&verdict.next_step,
                    " Or, without a lock: a store with release after the "
                    "write, a load with acquire before the read.");
  }
  if (record.supervision.ending == Ending::kHung &&
      record.supervision.running_test.empty() &&
      !record.supervision.finished_tests.empty()) {
    absl::StrAppend(&verdict.message, " All tests had ended by then.");
  }
  verdict.raw = absl::StrCat(record.locks_of_answer, record.locks_of_misuse,
                             record.output)
                    .substr(0, kMostRaw);
  return verdict;
}

Verdict NotJudged(const std::string& exercise, Gate gate, Gate failed_before) {
  Verdict verdict;
  verdict.exercise = exercise;
  verdict.gate = gate;
  verdict.outcome = Outcome::kNotJudged;
  verdict.message = absl::StrCat("Not judged: first, ",
                                 GateTitle(failed_before), " must pass.");
  return verdict;
}

}  // namespace racefree
