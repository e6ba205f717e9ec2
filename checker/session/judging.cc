#include "checker/session/judging.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "checker/session/files.h"
#include "checker/session/gate_verdicts.h"
#include "checker/session/wait_for_input.h"
#include "checker/verdict/read_verdict.h"

namespace racefree {

Judging::Judging(const Workspace& workspace, const Exercise& exercise)
    : workspace_(workspace), exercise_(exercise) {
  known_.rules = RulesHash(workspace, exercise);
  absl::StatusOr<std::string> content = ReadFile(workspace.Path(exercise.file));
  if (!content.ok()) {
    Decide(MissingFile(exercise, content.status()));
    return;
  }
  known_.content = ContentHash(*content);
  end_gate_ = std::min(kGatesAtFirst, exercise.gates.size());
  StartRun();
}

std::vector<int> Judging::descriptors() const {
  return run_ == nullptr ? std::vector<int>() : run_->descriptors();
}

void Judging::Proceed() {
  if (run_ == nullptr) return;
  run_->Proceed();
  if (!judgement_.has_value() && !cancelled_) TakeVerdicts();
  if (!run_->ended()) return;
  if (!judgement_.has_value() && !cancelled_) {
    if (known_.verdicts.size() < end_gate_) {
      Decide(BazelFault(exercise_, exercise_.gates[known_.verdicts.size()],
                        *run_));
    } else {
      first_gate_ = end_gate_;
      end_gate_ = exercise_.gates.size();
      StartRun();
      return;
    }
  }
  run_.reset();
}

void Judging::Wait() {
  while (!ended()) {
    WaitForInput(descriptors());
    Proceed();
  }
}

void Judging::Cancel() {
  cancelled_ = true;
  if (run_ != nullptr) run_->Cancel();
}

bool Judging::waits_for_another() const {
  return run_ != nullptr && run_->waits_for_another();
}

void Judging::StartRun() {
  // With --keep_going, which of several failures is the first to be found
  // decides nothing.
  std::vector<std::string> arguments = {"--config=kata", "--keep_going"};
  for (size_t i = first_gate_; i < end_gate_; ++i) {
    arguments.push_back(LoneTestLabel(exercise_, exercise_.gates[i]));
  }
  absl::StatusOr<std::unique_ptr<BazelRun>> run =
      BazelRun::Start(workspace_, arguments);
  if (run.ok()) {
    run_ = *std::move(run);
    return;
  }
  run_.reset();
  Decide(MachineFault(
      exercise_, exercise_.gates[first_gate_],
      absl::StrCat("Bazel cannot be started: ", run.status().message(), "."),
      "'kata doctor' tells what is missing and what to type."));
}

void Judging::TakeVerdicts() {
  while (known_.verdicts.size() < end_gate_) {
    std::optional<Verdict> verdict =
        GateVerdict(workspace_, exercise_,
                    exercise_.gates[known_.verdicts.size()], run_->events());
    if (!verdict.has_value()) return;
    if (verdict->outcome != Outcome::kPassed) {
      Decide(*std::move(verdict));
      // What the other gates would say is of no interest any more.
      run_->Cancel();
      return;
    }
    known_.verdicts.push_back(*std::move(verdict));
    if (known_.verdicts.size() == exercise_.gates.size()) judgement_ = known_;
  }
}

void Judging::Decide(Verdict verdict) {
  Gate failed = verdict.gate;
  known_.verdicts.push_back(std::move(verdict));
  while (known_.verdicts.size() < exercise_.gates.size()) {
    known_.verdicts.push_back(NotJudged(
        exercise_.name, exercise_.gates[known_.verdicts.size()], failed));
  }
  judgement_ = known_;
}

}  // namespace racefree
