#ifndef RACEFREE_CHECKER_SESSION_SESSION_H_
#define RACEFREE_CHECKER_SESSION_SESSION_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "checker/session/catalogue.h"
#include "checker/session/judgement.h"
#include "checker/session/progress.h"
#include "checker/session/workspace.h"

namespace racefree {

// An answer and the page that explains it.
struct Solution {
  // Paths relative to the workspace.
  std::string answer_file;
  std::string answer;
  std::string why_file;
  // Empty if there is no such page.
  std::string why;
};

// The state of a student's work in one workspace. All of it is in files, so
// that several sessions agree. For use by one thread.
class Session {
 public:
  Session(Workspace workspace, Catalogue catalogue);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Workspace& workspace() const { return workspace_; }
  const Catalogue& catalogue() const { return catalogue_; }

  // Whether the file has the content that passed.
  bool IsSolved(const Exercise& exercise);

  std::set<const Exercise*> SolvedExercises();

  // The first in the catalogue's order; null if all are solved.
  const Exercise* FirstUnsolved();

  // Records what was found out, unless the file has changed meanwhile.
  //
  // FailedPrecondition, with the reason, when it cannot be written.
  absl::Status Record(const Exercise& exercise, const Judgement& judgement);

  // How many hints were revealed, and revealing one more, if there is one more.
  //
  // FailedPrecondition when it cannot be recorded; then it is not revealed.
  int HintsShown(const Exercise& exercise);
  absl::Status RevealHint(const Exercise& exercise);

  // Gives the exercise back its file as it was shipped. Returns where the
  // student's own file is kept now, relative to the workspace; an empty path if
  // there was none, or none that differs.
  //
  // FailedPrecondition, with the reason, when a file cannot be written: the
  // student's file is untouched then. NotFound when there is no shipped file.
  absl::StatusOr<std::string> Reset(const Exercise& exercise);

  // NotFound when there is none.
  absl::StatusOr<Solution> ReadSolution(const Exercise& exercise);

  // Sentences that the student should read, each returned once.
  std::vector<std::string> TakeNotices() { return progress_.TakeNotices(); }

 private:
  const Workspace workspace_;
  const Catalogue catalogue_;
  ProgressFile progress_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_SESSION_H_
