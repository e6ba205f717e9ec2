#ifndef RACEFREE_CHECKER_SESSION_JUDGING_H_
#define RACEFREE_CHECKER_SESSION_JUDGING_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "checker/session/bazel_run.h"
#include "checker/session/catalogue.h"
#include "checker/session/judgement.h"
#include "checker/session/workspace.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// Judges one exercise, beside us. For use by one thread.
//
// Two Bazel invocations at most: first the gates that fail most often, one for
// each of two processor cores; only if they pass, the others.
class Judging {
 public:
  // Starts at once. Both arguments must outlive this.
  Judging(const Workspace& workspace, const Exercise& exercise);

  // Becoming readable, one of these tells that Proceed() has something to do.
  std::vector<int> descriptors() const;

  // Takes in what happened since the last call. Does not wait for more.
  void Proceed();

  // Proceeds to the end.
  void Wait();

  // Stops as soon as possible; there may be no judgement then.
  void Cancel();

  // Nothing runs any more. The judgement is often known earlier.
  bool ended() const { return run_ == nullptr; }

  const std::optional<Judgement>& judgement() const { return judgement_; }

  // Whether another Bazel invocation in the same checkout must end first.
  bool waits_for_another() const;

 private:
  // How many gates the first invocation judges.
  static constexpr size_t kGatesAtFirst = 2;

  void StartRun();
  void TakeVerdicts();
  void Decide(Verdict verdict);

  const Workspace& workspace_;
  const Exercise& exercise_;
  Judgement known_;
  std::optional<Judgement> judgement_;

  // The gates of the exercise with index in [first_gate_, end_gate_) are those
  // that run_ judges.
  size_t first_gate_ = 0;
  size_t end_gate_ = 0;
  std::unique_ptr<BazelRun> run_;
  bool cancelled_ = false;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_JUDGING_H_
