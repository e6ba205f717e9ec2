// What Bazel runs as the test of a gate. It finds its specification beside
// itself: FILE.json for the program FILE.
//
// Exit codes: 0 passed, or not judged because an earlier gate fails; 1 failed;
// 3 the machine's fault, nothing is known of the answer.

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "checker/judge/judge.h"
#include "checker/judge/read_file.h"
#include "checker/judge/specification.h"
#include "checker/judge/test_report.h"
#include "checker/verdict/names.h"
#include "checker/verdict/tell.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kMachineFault = 3;

// Goes to where the files of the specification are. Bazel starts a test there;
// a person who starts it by hand is somewhere else.
void EnterRunfiles(const std::string& program) {
  if (std::getenv("TEST_SRCDIR") != nullptr) return;
  const std::string directory = program + ".runfiles/racefree";
  if (chdir(directory.c_str()) != 0) {
    std::cerr << "no directory " << directory
              << ": build this test with Bazel first\n";
  }
}

// For comparing words: one line, all in lower case.
std::string Words(std::string text) {
  absl::RemoveExtraAsciiWhitespace(&text);
  return absl::AsciiStrToLower(text);
}

// Judges a recorded wrong answer: it must fail where it says.
int JudgeExpectedFailure(const Specification& specification,
                         const ExpectedFailure& expected, const RunGate& run) {
  const Verdict verdict = JudgeInOrder(specification, run);
  const std::string told = Tell(verdict, {});
  const std::string all_words = Words(absl::StrCat(told, " ", verdict.test));
  const bool right_gate =
      verdict.outcome == Outcome::kFailed && verdict.gate == expected.gate;
  const bool right_words = absl::StrContains(all_words, Words(expected.words));
  std::cout << told;
  if (right_gate && right_words) {
    std::cout << "\nAs recorded: fails at " << GateName(expected.gate)
              << ", and the verdict says \"" << expected.words << "\".\n";
    return kPassed;
  }
  std::cout << "\nNot as recorded: it should fail at "
            << GateName(expected.gate) << ", and the verdict should say \""
            << expected.words << "\".\n";
  return kFailed;
}

int JudgeAnswer(const Specification& specification, const RunGate& run) {
  const Verdict verdict = JudgeLastGate(specification, run);
  std::cout << Tell(verdict, {});
  if (const char* path = std::getenv("XML_OUTPUT_FILE")) {
    std::ofstream(path) << TestReport(verdict);
  }
  switch (verdict.outcome) {
    case Outcome::kPassed:
    case Outcome::kNotJudged:
      return kPassed;
    case Outcome::kFailed:
      return kFailed;
    case Outcome::kMachineFault:
      return kMachineFault;
  }
  return kMachineFault;
}

int Main(const std::string& program) {
  const std::string specification_path = program + ".json";
  absl::StatusOr<Specification> specification =
      ParseSpecification(ReadFileOrNothing(specification_path));
  if (!specification.ok()) {
    std::cerr << specification_path << ": " << specification.status().message()
              << "\n";
    return kMachineFault;
  }
  EnterRunfiles(program);
  const RunGate run = [&](const GateProgram& gate) {
    return RunGateProgram(*specification, gate);
  };
  return specification->expected_failure
             ? JudgeExpectedFailure(*specification,
                                    *specification->expected_failure, run)
             : JudgeAnswer(*specification, run);
}

}  // namespace
}  // namespace racefree

int main(int, char** argv) { return racefree::Main(argv[0]); }
