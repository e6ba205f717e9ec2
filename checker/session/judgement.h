#ifndef RACEFREE_CHECKER_SESSION_JUDGEMENT_H_
#define RACEFREE_CHECKER_SESSION_JUDGEMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "checker/session/catalogue.h"
#include "checker/session/workspace.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// What all gates of an exercise found out about one content of its file.
struct Judgement {
  // The ContentHash() of the student's file; empty when there is no file.
  std::string content;
  // What RulesHash() returned when it was judged.
  std::string rules;
  // One for each gate, in their order; never empty.
  std::vector<Verdict> verdicts;
};

// Whether every gate passed.
bool Passed(const Judgement& judgement);

// The verdict to tell: the first that is no pass, else the last.
const Verdict& DecisiveVerdict(const Judgement& judgement);

// The ContentHash() of the student's file; empty when it cannot be read.
std::string StudentContentHash(const Workspace& workspace,
                               const Exercise& exercise);

// Changes when anything but the student's file changes that verdicts depend on:
// the specification, the build, the checker, the compiler. For the larger ones
// size and date of change stand for the content.
std::string RulesHash(const Workspace& workspace, const Exercise& exercise);

// The recorded judgement of the exercise, if it still holds: neither the
// student's file nor the rules have changed since. Nothing otherwise.
std::optional<Judgement> RecordedJudgement(const Workspace& workspace,
                                           const Exercise& exercise);

// Records a judgement for RecordedJudgement(). Machine faults are not recorded,
// since they may be gone the next time.
//
// FailedPrecondition, with the reason, when it cannot be written.
absl::Status RecordJudgement(const Workspace& workspace,
                             const Exercise& exercise,
                             const Judgement& judgement);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_JUDGEMENT_H_
