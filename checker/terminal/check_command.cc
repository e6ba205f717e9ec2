#include <signal.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "checker/session/checking.h"
#include "checker/session/run_to_end.h"
#include "checker/session/signals.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/judgement_text.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/text.h"
#include "checker/verdict/names.h"

namespace racefree {
namespace {

// Waits for the end. Returns false if a signal ended it.
bool WaitForEnd(Checking& checking, const OutputStyle& style) {
  Signals signals({SIGINT, SIGTERM, SIGHUP});
  bool told_of_wait = false;
  return RunToEnd(checking, signals, [&] {
    if (checking.waits_for_another() && !told_of_wait) {
      told_of_wait = true;
      PrintNotice(kWaitsForAnother, style);
    }
  });
}

// "  race-free failed: two threads ... (lessons/04_lock/balance.h:20)".
std::string Summary(const Exercise& exercise, const Judgement& judgement,
                    bool was_solved, const OutputStyle& style) {
  const Verdict& verdict = DecisiveVerdict(judgement);
  std::string summary;
  if (Passed(judgement)) {
    summary = was_solved ? "passes" : "passes (this was not recorded before)";
  } else if (verdict.outcome == Outcome::kMachineFault) {
    summary = absl::StrCat("could not be judged: ", verdict.message);
  } else {
    summary = absl::StrCat("fails at ", GateTitle(verdict.gate), ": ",
                           verdict.message,
                           was_solved ? " (It was recorded as solved.)" : "");
  }
  return absl::StrCat(Emphasize(FullName(exercise), Emphasis::kBold, style),
                      "\n", Wrap(summary, style.width, "  "));
}

}  // namespace

ExitCode CheckCommand(const Command& command) {
  Session& session = command.session;
  const std::vector<const Exercise*> exercises =
      AllExercises(session.catalogue());
  const std::set<const Exercise*> solved_before = session.SolvedExercises();
  PrintNotices(command);
  absl::StatusOr<std::unique_ptr<Checking>> checking =
      Checking::Start(session.workspace(), exercises);
  if (!checking.ok()) {
    PrintNotice(
        absl::StrCat("Bazel cannot be started: ", checking.status().message(),
                     ". 'kata doctor' tells what to do."),
        command.style);
    return kExitUsage;
  }
  if (!WaitForEnd(**checking, command.style)) return kExitInterrupted;

  const std::vector<Judgement> judgements = (*checking)->Judgements();
  ExitCode exit_code = kExitPassed;
  absl::Status recorded;
  int passed = 0;
  std::vector<std::string> json;
  for (size_t i = 0; i < exercises.size(); ++i) {
    const Exercise& exercise = *exercises[i];
    const Judgement& judgement = judgements[i];
    if (Passed(judgement)) {
      ++passed;
    } else {
      exit_code = std::max(exit_code, ExitCodeOf(judgement));
    }
    recorded.Update(session.Record(exercise, judgement));
    if (command.line.options.json) {
      json.push_back(JudgementJson(exercise, judgement));
    } else {
      Print(Summary(exercise, judgement, solved_before.contains(&exercise),
                    command.style));
    }
  }
  if (command.line.options.json) {
    Print(absl::StrCat("[", absl::StrJoin(json, ","), "]\n"));
  } else {
    Print(absl::StrCat("\n", passed, " of ", exercises.size(), " pass.\n"));
  }
  if (!recorded.ok()) PrintNotice(NotRecorded(recorded), command.style);
  PrintNotices(command);
  return exit_code;
}

}  // namespace racefree
