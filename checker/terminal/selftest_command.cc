#include <signal.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "checker/session/selftest.h"
#include "checker/session/signals.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/text.h"

namespace racefree {
namespace {

// Continuous integration starts from a fresh clone, where nothing may differ.
bool InContinuousIntegration() {
  const char* value = std::getenv("CI");
  return value != nullptr && absl::string_view(value) == "true";
}

// Shows on one line of the terminal how far the tests are: they take long when
// nothing is built yet.
class ProgressLine {
 public:
  void Show(size_t ended, size_t all) {
    if (!is_terminal_ || (ended == ended_ && all == all_)) return;
    ended_ = ended;
    all_ = all;
    std::cerr << "\r" << ended << " of " << all << " tests have ended"
              << std::flush;
  }

  void Clear() {
    if (!is_terminal_ || all_ == 0) return;
    std::cerr << "\r" << std::string(50, ' ') << "\r" << std::flush;
    all_ = 0;
  }

 private:
  const bool is_terminal_ = isatty(STDERR_FILENO) == 1;
  size_t ended_ = 0;
  size_t all_ = 0;
};

// Commands and labels stay on one line: they are to be copied.
std::string StepText(const SelftestStep& step, const OutputStyle& style) {
  constexpr int kOutputsShown = 5;
  int outputs = 0;
  std::string text =
      absl::StrCat(Emphasize(step.title, Emphasis::kBold, style), ": ",
                   step.passed, " passed, ", step.failures.size(), " failed\n");
  for (const SelftestFailure& failure : step.failures) {
    absl::StrAppend(&text, "  ", Emphasize(failure.what, Emphasis::kBad, style),
                    "\n");
    if (!failure.command.empty()) {
      absl::StrAppend(&text, "    to see it: ", failure.command, "\n");
    }
    if (!failure.output.empty() && ++outputs <= kOutputsShown) {
      absl::StrAppend(&text, "    what it printed this time:\n", failure.output,
                      "\n");
    }
  }
  for (const std::string& note : step.notes) {
    absl::StrAppend(&text, Wrap(note, style.width, "  "));
  }
  return text;
}

}  // namespace

ExitCode SelftestCommand(const Command& command) {
  const Workspace& workspace = command.session.workspace();
  const Catalogue& catalogue = command.session.catalogue();
  Signals signals({SIGINT, SIGTERM, SIGHUP});
  ProgressLine line;
  const TestProgress progress = [&](size_t ended, size_t all) {
    line.Show(ended, all);
  };
  PrintNotice("This takes ten minutes or more where nothing is built yet.",
              command.style);
  std::vector<std::function<std::optional<SelftestStep>()>> steps = {
      [&] { return TestCheckerAndSolutions(workspace, signals, progress); },
      [&] {
        return CompareShippedFiles(workspace, catalogue,
                                   InContinuousIntegration());
      },
  };
  if (!command.line.options.quick) {
    steps.push_back([&] {
      return TestShippedFiles(workspace, catalogue, signals, progress);
    });
    steps.push_back([&] { return RunSelftestScripts(workspace, signals); });
  }
  int passed = 0;
  size_t failed = 0;
  for (const auto& run_step : steps) {
    const std::optional<SelftestStep> step = run_step();
    line.Clear();
    if (!step.has_value()) return kExitInterrupted;
    Print(StepText(*step, command.style));
    passed += step->passed;
    failed += step->failures.size();
  }
  Print(absl::StrCat("\n", passed, " passed, ", failed, " failed\n"));
  return failed == 0 ? kExitPassed : kExitFailed;
}

}  // namespace racefree
