#include "checker/terminal/messages.h"

#include <cstdio>
#include <string>

#include "absl/strings/str_cat.h"
#include "checker/session/find_exercise.h"
#include "checker/terminal/text.h"

namespace racefree {

void Print(absl::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

void PrintNotice(absl::string_view sentence, const OutputStyle& style) {
  std::fflush(stdout);
  std::fputs(Wrap(sentence, style.width).c_str(), stderr);
}

void PrintNotices(const Command& command) {
  for (const std::string& notice : command.session.TakeNotices()) {
    PrintNotice(notice, command.style);
  }
}

std::string NotRecorded(const absl::Status& recorded) {
  return absl::StrCat("Your progress could not be recorded: ",
                      recorded.message(), ". The verdict holds anyway.");
}

ExitCode ExitCodeOf(const Judgement& judgement) {
  if (Passed(judgement)) return kExitPassed;
  return DecisiveVerdict(judgement).outcome == Outcome::kMachineFault
             ? kExitMachineFault
             : kExitFailed;
}

absl::StatusOr<const Exercise*> NamedExercise(const Command& command) {
  const Catalogue& catalogue = command.session.catalogue();
  if (!command.line.arguments.empty()) {
    return FindExercise(catalogue, command.line.arguments.front());
  }
  const Exercise* unsolved = command.session.FirstUnsolved();
  if (unsolved != nullptr) return unsolved;
  const std::vector<const Exercise*> exercises = AllExercises(catalogue);
  if (exercises.empty()) {
    return absl::NotFoundError("There is no exercise in this checkout.");
  }
  return exercises.back();
}

}  // namespace racefree
