// The commands that help a student on: hint, reset, solution.

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "checker/terminal/commands.h"
#include "checker/terminal/hint_text.h"
#include "checker/terminal/messages.h"
#include "checker/terminal/text.h"

namespace racefree {
namespace {

// Finds the exercise, or tells why there is none.
const Exercise* FindOrTell(const Command& command) {
  absl::StatusOr<const Exercise*> exercise = NamedExercise(command);
  PrintNotices(command);
  if (exercise.ok()) return *exercise;
  PrintNotice(exercise.status().message(), command.style);
  return nullptr;
}

}  // namespace

ExitCode HintCommand(const Command& command) {
  const Exercise* exercise = FindOrTell(command);
  if (exercise == nullptr) return kExitUsage;
  const absl::Status revealed = command.session.RevealHint(*exercise);
  if (!revealed.ok()) {
    PrintNotice(absl::StrCat("No hint can be revealed, since it cannot be "
                             "recorded: ",
                             revealed.message(), "."),
                command.style);
    return kExitUsage;
  }
  Print(HintText(*exercise, command.session.HintsShown(*exercise),
                 command.style));
  PrintNotices(command);
  return kExitPassed;
}

ExitCode ResetCommand(const Command& command) {
  const Exercise* exercise = FindOrTell(command);
  if (exercise == nullptr) return kExitUsage;
  const absl::StatusOr<std::string> backup = command.session.Reset(*exercise);
  if (!backup.ok()) {
    PrintNotice(
        absl::StrCat("Nothing was changed: ", backup.status().message(), "."),
        command.style);
    return kExitUsage;
  }
  Print(Wrap(absl::StrCat(exercise->file, " is as it was shipped."),
             command.style.width));
  if (!backup->empty()) {
    Print(
        Wrap(absl::StrCat("Yours is kept as ", *backup), command.style.width));
  }
  return kExitPassed;
}

ExitCode SolutionCommand(const Command& command) {
  const Exercise* exercise = FindOrTell(command);
  if (exercise == nullptr) return kExitUsage;
  if (!command.session.IsSolved(*exercise) && !command.line.options.anyway) {
    PrintNotice(
        absl::StrCat("Your ", exercise->name,
                     " does not pass yet, or has changed since: 'kata run ",
                     exercise->name, "' tells. 'kata hint ", exercise->name,
                     "' helps on; 'kata solution ", exercise->name,
                     " --anyway' shows the solution all the same."),
        command.style);
    return kExitUsage;
  }
  const absl::StatusOr<Solution> solution =
      command.session.ReadSolution(*exercise);
  if (!solution.ok()) {
    PrintNotice(absl::StrCat("There is no solution to show: ",
                             solution.status().message(), "."),
                command.style);
    return kExitUsage;
  }
  // Sources and pages are shown as they are, not wrapped.
  Print(absl::StrCat(
      Emphasize(solution->answer_file, Emphasis::kBold, command.style), "\n\n",
      solution->answer));
  if (!solution->why.empty()) {
    Print(absl::StrCat(
        "\n", Emphasize(solution->why_file, Emphasis::kBold, command.style),
        "\n\n", solution->why));
  }
  return kExitPassed;
}

}  // namespace racefree
