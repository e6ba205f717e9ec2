#include "checker/session/selftest.h"

#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "checker/session/bazel_run.h"
#include "checker/session/child_process.h"
#include "checker/session/files.h"
#include "checker/session/gate_verdicts.h"
#include "checker/session/run_to_end.h"

namespace racefree {
namespace {

// Exit codes of `bazel test`: all passed; some test failed.
constexpr int kAllPassed = 0;
constexpr int kTestsFailed = 3;

std::string StatusOf(const BuildEvents& events, const std::string& label) {
  auto result = events.results().find(label);
  return result == events.results().end() ? "NOT BUILT" : result->second.status;
}

std::string OutputOf(const BuildEvents& events, const std::string& label) {
  auto result = events.results().find(label);
  if (result == events.results().end()) return "";
  return ReadFile(result->second.log).value_or("");
}

std::string CommandToSee(const std::string& label) {
  return absl::StrCat("bazel test --test_output=all ", label);
}

// Counts what Bazel says of the tests in `expected`, which tells for each
// whether it must pass.
void CountTests(const BazelRun& run,
                const std::map<std::string, bool>& expected,
                SelftestStep& step) {
  for (const auto& [label, must_pass] : expected) {
    const std::string status = StatusOf(run.events(), label);
    if (status == (must_pass ? "PASSED" : "FAILED")) {
      ++step.passed;
    } else {
      step.failures.push_back(
          {.what = absl::StrCat(label, ": ", status,
                                must_pass ? "" : ", but it must fail"),
           .command = CommandToSee(label),
           .output = OutputOf(run.events(), label)});
    }
  }
  // Tests of which Bazel never came to know: a broken BUILD file, for example.
  const bool no_tests = expected.empty();
  const bool broken =
      run.exit_code() != kAllPassed && run.exit_code() != kTestsFailed;
  if (no_tests || (broken && step.failures.empty())) {
    step.failures.push_back(
        {.what = absl::StrCat("Bazel ended with exit code ", run.exit_code(),
                              ":\n", run.Output())});
  }
}

// Runs `bazel test`, or adds to `step` why it cannot. Null in that case, and if
// a signal came.
std::unique_ptr<BazelRun> RunBazel(const Workspace& workspace,
                                   std::vector<std::string> arguments,
                                   Signals& signals,
                                   const TestProgress& progress,
                                   SelftestStep& step, bool& interrupted) {
  arguments.insert(arguments.begin(), {"--config=kata", "--keep_going"});
  absl::StatusOr<std::unique_ptr<BazelRun>> run =
      BazelRun::Start(workspace, arguments);
  if (!run.ok()) {
    step.failures.push_back({.what = std::string(run.status().message())});
    return nullptr;
  }
  interrupted = !RunToEnd(**run, signals, [&] {
    const BuildEvents& events = (*run)->events();
    progress(events.results().size(), events.tests().size());
  });
  if (interrupted) return nullptr;
  return *std::move(run);
}

bool IsAsShipped(const Workspace& workspace, const Exercise& exercise) {
  absl::StatusOr<std::string> shipped =
      ReadFile(workspace.Path(exercise.shipped));
  absl::StatusOr<std::string> current = ReadFile(workspace.Path(exercise.file));
  return shipped.ok() && current.ok() && *shipped == *current;
}

std::set<std::string> ExecutableScripts(const Workspace& workspace) {
  std::set<std::string> scripts;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(
           workspace.Path("checker/selftest"), error)) {
    if (entry.path().extension() == ".sh" &&
        access(entry.path().c_str(), X_OK) == 0) {
      scripts.insert(
          absl::StrCat("checker/selftest/", entry.path().filename().string()));
    }
  }
  return scripts;
}

}  // namespace

std::optional<SelftestStep> TestCheckerAndSolutions(
    const Workspace& workspace, Signals& signals,
    const TestProgress& progress) {
  SelftestStep step{.title = "The checker's tests, solutions and mistakes"};
  bool interrupted = false;
  std::unique_ptr<BazelRun> run =
      RunBazel(workspace, {"//checker/...", "//solutions/..."}, signals,
               progress, step, interrupted);
  if (interrupted) return std::nullopt;
  if (run == nullptr) return step;
  std::map<std::string, bool> expected;
  for (const std::string& label : run->events().tests()) {
    expected[label] = true;
  }
  CountTests(*run, expected, step);
  return step;
}

SelftestStep CompareShippedFiles(const Workspace& workspace,
                                 const Catalogue& catalogue,
                                 bool must_be_shipped) {
  SelftestStep step{.title = "Exercises are as they were shipped"};
  for (const Exercise* exercise : AllExercises(catalogue)) {
    if (IsAsShipped(workspace, *exercise)) {
      ++step.passed;
      continue;
    }
    const std::string what = absl::StrCat(
        exercise->file, " is not as it was shipped (", exercise->shipped, ")");
    if (must_be_shipped) {
      step.failures.push_back(
          {.what = what,
           .command =
               absl::StrCat("diff ", exercise->shipped, " ", exercise->file)});
    } else {
      step.notes.push_back(absl::StrCat(what, "; it is not counted"));
    }
  }
  return step;
}

std::optional<SelftestStep> TestShippedFiles(const Workspace& workspace,
                                             const Catalogue& catalogue,
                                             Signals& signals,
                                             const TestProgress& progress) {
  SelftestStep step{.title = "Shipped exercises fail where they say"};
  std::vector<std::string> labels;
  std::map<std::string, bool> expected;
  for (const Exercise* exercise : AllExercises(catalogue)) {
    if (!IsAsShipped(workspace, *exercise)) continue;
    for (Gate gate : exercise->gates) {
      labels.push_back(TestLabel(*exercise, gate));
      expected[labels.back()] = gate != exercise->ships_failing;
    }
  }
  if (labels.empty()) {
    step.notes.push_back("There is no exercise that is not edited.");
    return step;
  }
  bool interrupted = false;
  std::unique_ptr<BazelRun> run =
      RunBazel(workspace, labels, signals, progress, step, interrupted);
  if (interrupted) return std::nullopt;
  if (run != nullptr) CountTests(*run, expected, step);
  return step;
}

std::optional<SelftestStep> RunSelftestScripts(const Workspace& workspace,
                                               Signals& signals) {
  SelftestStep step{.title = "The README's commands, scripts, formatting"};
  for (const std::string& script : ExecutableScripts(workspace)) {
    absl::StatusOr<std::unique_ptr<ChildProcess>> run =
        ChildProcess::Start({workspace.Path(script)}, workspace.root);
    if (!run.ok()) {
      step.failures.push_back({.what = std::string(run.status().message())});
      continue;
    }
    if (!RunToEnd(**run, signals, [] {})) return std::nullopt;
    if ((*run)->exit_code() == 0) {
      ++step.passed;
      continue;
    }
    step.failures.push_back(
        {.what = absl::StrCat(script, " ended with exit code ",
                              (*run)->exit_code(), ":\n", (*run)->Output()),
         .command = script});
  }
  return step;
}

}  // namespace racefree
