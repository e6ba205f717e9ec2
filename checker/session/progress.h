#ifndef RACEFREE_CHECKER_SESSION_PROGRESS_H_
#define RACEFREE_CHECKER_SESSION_PROGRESS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "checker/session/workspace.h"

namespace racefree {

// What is remembered of one exercise.
struct ExerciseProgress {
  // The ContentHash() of the last content that passed all gates; empty if none
  // did. The exercise is solved as long as the file has this content.
  std::string passing_content;
  // How many hints were asked for.
  int hints_shown = 0;
};

// By full name ("04_lock/balance").
using Progress = std::map<std::string, ExerciseProgress>;

// The student's progress, in a file of the workspace that git ignores. Several
// processes may use the same file at once.
class ProgressFile {
 public:
  explicit ProgressFile(const Workspace& workspace);

  // Returns what is recorded; nothing if there is no file. A damaged file is
  // set aside under a dated name, and a notice says so.
  Progress Read();

  // Changes what is recorded, with no other process in between.
  //
  // FailedPrecondition, with the reason, when it cannot be written.
  absl::Status Update(absl::FunctionRef<void(Progress&)> change);

  // Sentences that the student should read, each returned once.
  std::vector<std::string> TakeNotices();

 private:
  void SetAside(const std::string& reason);

  std::string path_;
  std::string lock_path_;
  std::vector<std::string> notices_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_PROGRESS_H_
