#ifndef RACEFREE_CHECKER_SESSION_CHECKING_H_
#define RACEFREE_CHECKER_SESSION_CHECKING_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "checker/session/bazel_run.h"
#include "checker/session/catalogue.h"
#include "checker/session/judgement.h"
#include "checker/session/workspace.h"

namespace racefree {

// Judges all exercises at once, in one Bazel invocation, beside us. For use by
// one thread.
class Checking {
 public:
  // The exercises must outlive this.
  //
  // Errors as BazelRun::Start().
  static absl::StatusOr<std::unique_ptr<Checking>> Start(
      const Workspace& workspace,
      const std::vector<const Exercise*>& exercises);

  std::vector<int> descriptors() const { return run_->descriptors(); }
  void Proceed() { run_->Proceed(); }
  void Wait() { run_->Wait(); }
  void Cancel() { run_->Cancel(); }
  bool ended() const { return run_->ended(); }
  bool waits_for_another() const { return run_->waits_for_another(); }

  // One for each exercise, in their order. Only once it has ended.
  std::vector<Judgement> Judgements() const;

 private:
  Checking(const Workspace& workspace,
           const std::vector<const Exercise*>& exercises);

  Judgement JudgementOf(const Exercise& exercise) const;

  const Workspace workspace_;
  const std::vector<const Exercise*> exercises_;
  // By exercise, when the run began.
  std::map<const Exercise*, std::string> contents_;
  std::map<const Exercise*, std::string> rules_;
  std::unique_ptr<BazelRun> run_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_CHECKING_H_
