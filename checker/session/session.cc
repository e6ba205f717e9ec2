#include "checker/session/session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "checker/session/dates.h"
#include "checker/session/files.h"

namespace racefree {
namespace {

bool IsSolvedIn(const Progress& progress, const Workspace& workspace,
                const Exercise& exercise) {
  auto found = progress.find(FullName(exercise));
  return found != progress.end() && !found->second.passing_content.empty() &&
         found->second.passing_content ==
             StudentContentHash(workspace, exercise);
}

}  // namespace

Session::Session(Workspace workspace, Catalogue catalogue)
    : workspace_(std::move(workspace)),
      catalogue_(std::move(catalogue)),
      progress_(workspace_) {}

bool Session::IsSolved(const Exercise& exercise) {
  return IsSolvedIn(progress_.Read(), workspace_, exercise);
}

std::set<const Exercise*> Session::SolvedExercises() {
  const Progress progress = progress_.Read();
  std::set<const Exercise*> solved;
  for (const Exercise* exercise : AllExercises(catalogue_)) {
    if (IsSolvedIn(progress, workspace_, *exercise)) solved.insert(exercise);
  }
  return solved;
}

const Exercise* Session::FirstUnsolved() {
  const std::set<const Exercise*> solved = SolvedExercises();
  for (const Exercise* exercise : AllExercises(catalogue_)) {
    if (!solved.contains(exercise)) return exercise;
  }
  return nullptr;
}

absl::Status Session::Record(const Exercise& exercise,
                             const Judgement& judgement) {
  if (DecisiveVerdict(judgement).outcome == Outcome::kMachineFault ||
      judgement.content != StudentContentHash(workspace_, exercise)) {
    return absl::OkStatus();
  }
  absl::Status recorded = RecordJudgement(workspace_, exercise, judgement);
  if (!recorded.ok()) return recorded;
  const bool passed = Passed(judgement);
  if (passed == IsSolved(exercise)) return absl::OkStatus();
  return progress_.Update([&](Progress& progress) {
    progress[FullName(exercise)].passing_content =
        passed ? judgement.content : "";
  });
}

int Session::HintsShown(const Exercise& exercise) {
  const int most = static_cast<int>(exercise.hints.size());
  return std::clamp(progress_.Read()[FullName(exercise)].hints_shown, 0, most);
}

absl::Status Session::RevealHint(const Exercise& exercise) {
  const int most = static_cast<int>(exercise.hints.size());
  return progress_.Update([&](Progress& progress) {
    int& shown = progress[FullName(exercise)].hints_shown;
    shown = std::clamp(shown + 1, 0, most);
  });
}

absl::StatusOr<std::string> Session::Reset(const Exercise& exercise) {
  absl::StatusOr<std::string> shipped =
      ReadFile(workspace_.Path(exercise.shipped));
  if (!shipped.ok()) return shipped.status();
  const std::string path = workspace_.Path(exercise.file);
  absl::StatusOr<std::string> current = ReadFile(path);
  if (current.ok() && *current == *shipped) return "";

  std::string backup;
  if (current.ok()) {
    const std::string own_name = absl::StrCat("backups/", FullName(exercise),
                                              "_", DateForFileName(), ".h");
    const std::string backup_path = UnusedPath(workspace_.OwnPath(own_name));
    absl::Status kept = WriteFileAtomically(backup_path, *current);
    if (!kept.ok()) return kept;
    backup = backup_path.substr(workspace_.root.size() + 1);
  } else if (!absl::IsNotFound(current.status())) {
    // There is something that cannot be kept, so it must not be replaced.
    return current.status();
  }
  absl::Status written = WriteFileAtomically(path, *shipped);
  if (!written.ok()) return written;
  return backup;
}

absl::StatusOr<Solution> Session::ReadSolution(const Exercise& exercise) {
  if (exercise.solutions.empty()) {
    return absl::NotFoundError(
        absl::StrCat(exercise.name, " has no recorded solution"));
  }
  Solution solution;
  solution.answer_file = exercise.solutions.front();
  absl::StatusOr<std::string> answer =
      ReadFile(workspace_.Path(solution.answer_file));
  if (!answer.ok()) return answer.status();
  solution.answer = *std::move(answer);
  solution.why_file = exercise.why;
  solution.why = ReadFile(workspace_.Path(exercise.why)).value_or("");
  return solution;
}

}  // namespace racefree
