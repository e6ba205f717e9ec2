#include "checker/session/checking.h"

#include <optional>
#include <utility>

#include "checker/session/files.h"
#include "checker/session/gate_verdicts.h"
#include "checker/verdict/read_verdict.h"

namespace racefree {

absl::StatusOr<std::unique_ptr<Checking>> Checking::Start(
    const Workspace& workspace, const std::vector<const Exercise*>& exercises) {
  std::unique_ptr<Checking> checking(new Checking(workspace, exercises));
  std::vector<std::string> arguments = {"--config=kata", "--keep_going"};
  for (const Exercise* exercise : exercises) {
    checking->contents_[exercise] = StudentContentHash(workspace, *exercise);
    checking->rules_[exercise] = RulesHash(workspace, *exercise);
    // Bazel would give up all the others for one that is missing.
    if (checking->contents_[exercise].empty()) continue;
    for (Gate gate : exercise->gates) {
      arguments.push_back(LoneTestLabel(*exercise, gate));
    }
  }
  absl::StatusOr<std::unique_ptr<BazelRun>> run =
      BazelRun::Start(workspace, arguments);
  if (!run.ok()) return run.status();
  checking->run_ = *std::move(run);
  return checking;
}

Checking::Checking(const Workspace& workspace,
                   const std::vector<const Exercise*>& exercises)
    : workspace_(workspace), exercises_(exercises) {}

std::vector<Judgement> Checking::Judgements() const {
  std::vector<Judgement> judgements;
  for (const Exercise* exercise : exercises_) {
    judgements.push_back(JudgementOf(*exercise));
  }
  return judgements;
}

Judgement Checking::JudgementOf(const Exercise& exercise) const {
  Judgement judgement;
  judgement.content = contents_.at(&exercise);
  judgement.rules = rules_.at(&exercise);
  std::optional<Gate> failed;
  for (Gate gate : exercise.gates) {
    if (failed.has_value()) {
      judgement.verdicts.push_back(NotJudged(exercise.name, gate, *failed));
      continue;
    }
    std::optional<Verdict> verdict;
    if (judgement.content.empty()) {
      verdict = MissingFile(exercise,
                            ReadFile(workspace_.Path(exercise.file)).status());
    } else {
      verdict = GateVerdict(workspace_, exercise, gate, run_->events());
    }
    if (!verdict.has_value()) verdict = BazelFault(exercise, gate, *run_);
    if (verdict->outcome != Outcome::kPassed) failed = gate;
    judgement.verdicts.push_back(*std::move(verdict));
  }
  return judgement;
}

}  // namespace racefree
