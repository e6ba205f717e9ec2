#include <signal.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "checker/session/judgement.h"
#include "checker/session/judging.h"
#include "checker/session/measuring.h"
#include "checker/session/run_to_end.h"
#include "checker/session/signals.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/judgement_text.h"
#include "checker/terminal/measurement_text.h"
#include "checker/terminal/messages.h"

namespace racefree {
namespace {

void TellJudgement(const Command& command, const Exercise& exercise,
                   const Judgement& judgement) {
  Print(command.line.options.json
            ? JudgementJson(exercise, judgement)
            : JudgementText(exercise, judgement, command.style,
                            command.line.options.raw));
  const absl::Status recorded = command.session.Record(exercise, judgement);
  if (!recorded.ok()) PrintNotice(NotRecorded(recorded), command.style);
  PrintNotices(command);
}

ExitCode JudgeNow(const Command& command, const Exercise& exercise) {
  Signals signals({SIGINT, SIGTERM, SIGHUP});
  Judging judging(command.session.workspace(), exercise);
  bool told_of_wait = false;
  bool told_judgement = false;
  RunToEnd(judging, signals, [&] {
    if (judging.waits_for_another() && !told_of_wait) {
      told_of_wait = true;
      PrintNotice(kWaitsForAnother, command.style);
    }
    if (judging.judgement().has_value() && !told_judgement) {
      // At once: the student need not wait until Bazel has ended.
      told_judgement = true;
      TellJudgement(command, exercise, *judging.judgement());
    }
  });
  return told_judgement ? ExitCodeOf(*judging.judgement()) : kExitInterrupted;
}

ExitCode Judge(const Command& command, const Exercise& exercise) {
  const std::optional<Judgement> recorded =
      RecordedJudgement(command.session.workspace(), exercise);
  if (!recorded.has_value()) return JudgeNow(command, exercise);
  TellJudgement(command, exercise, *recorded);
  return ExitCodeOf(*recorded);
}

// Returns false if a signal ended it.
bool Measure(const Command& command, const Exercise& exercise) {
  Signals signals({SIGINT, SIGTERM, SIGHUP});
  Measuring measuring(command.session.workspace(), exercise);
  if (!RunToEnd(measuring, signals, [] {})) return false;
  Print("\n" + MeasurementText(measuring.measurement(), command.style));
  return true;
}

}  // namespace

ExitCode RunCommand(const Command& command) {
  absl::StatusOr<const Exercise*> exercise = NamedExercise(command);
  PrintNotices(command);
  if (!exercise.ok()) {
    PrintNotice(exercise.status().message(), command.style);
    return kExitUsage;
  }
  const ExitCode exit_code = Judge(command, **exercise);
  // The verdict does not wait for the measurement, nor depend on it.
  if (exit_code == kExitPassed && !command.line.options.json &&
      !(*exercise)->measurement.empty() && !Measure(command, **exercise)) {
    return kExitInterrupted;
  }
  return exit_code;
}

}  // namespace racefree
