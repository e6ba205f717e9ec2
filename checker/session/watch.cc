#include "checker/session/watch.h"

#include <utility>

namespace racefree {

absl::StatusOr<std::unique_ptr<Watch>> Watch::Start(Session& session,
                                                    const Exercise& exercise) {
  absl::StatusOr<std::unique_ptr<FileWatcher>> watcher =
      FileWatcher::Create(session.workspace().Path(exercise.file));
  if (!watcher.ok()) return watcher.status();
  std::unique_ptr<Watch> watch(
      new Watch(session, exercise, *std::move(watcher)));
  watch->judgement_ = RecordedJudgement(session.workspace(), exercise);
  if (watch->judgement_.has_value()) {
    watch->judged_content_ = watch->judgement_->content;
    watch->recorded_ = session.Record(exercise, *watch->judgement_);
    watch->StartMeasuring();
  } else {
    watch->StartJudging();
  }
  return watch;
}

Watch::Watch(Session& session, const Exercise& exercise,
             std::unique_ptr<FileWatcher> watcher)
    : session_(session), exercise_(exercise), watcher_(std::move(watcher)) {}

std::vector<int> Watch::descriptors() const {
  std::vector<int> descriptors = {watcher_->descriptor()};
  if (judging_ != nullptr) {
    for (int descriptor : judging_->descriptors()) {
      descriptors.push_back(descriptor);
    }
  }
  if (measuring_ != nullptr) {
    for (int descriptor : measuring_->descriptors()) {
      descriptors.push_back(descriptor);
    }
  }
  return descriptors;
}

void Watch::Proceed() {
  switch (watcher_->Read()) {
    case FileChange::kNone:
      break;
    case FileChange::kBegun:
      settling_ = true;
      break;
    case FileChange::kSaved:
      TakeChangedFile();
      break;
  }
  TakeMeasurement();
  if (judging_ == nullptr) return;
  judging_->Proceed();
  TakeJudgement();
  if (!judging_->ended()) return;
  judging_.reset();
  if (judge_again_) {
    StartJudging();
  } else {
    StartMeasuring();
  }
}

void Watch::Settle() {
  if (settling_) TakeChangedFile();
}

void Watch::TakeChangedFile() {
  settling_ = false;
  const std::string content =
      StudentContentHash(session_.workspace(), exercise_);
  const bool nothing_learned =
      judgement_.has_value() &&
      DecisiveVerdict(*judgement_).outcome == Outcome::kMachineFault;
  if (content == judged_content_ && !judge_again_ && !nothing_learned) return;
  judgement_.reset();
  measuring_.reset();
  measurement_.reset();
  if (judging_ == nullptr) {
    StartJudging();
    return;
  }
  judge_again_ = true;
  judging_->Cancel();
}

void Watch::StartJudging() {
  judge_again_ = false;
  told_ = false;
  judgement_.reset();
  judged_content_ = StudentContentHash(session_.workspace(), exercise_);
  judging_ = std::make_unique<Judging>(session_.workspace(), exercise_);
  TakeJudgement();
}

void Watch::TakeJudgement() {
  if (told_ || judge_again_ || !judging_->judgement().has_value()) return;
  told_ = true;
  judgement_ = judging_->judgement();
  recorded_ = session_.Record(exercise_, *judgement_);
}

void Watch::StartMeasuring() {
  if (exercise_.measurement.empty() || !judgement_.has_value() ||
      !Passed(*judgement_)) {
    return;
  }
  measuring_ = std::make_unique<Measuring>(session_.workspace(), exercise_);
  TakeMeasurement();
}

void Watch::TakeMeasurement() {
  if (measuring_ == nullptr) return;
  measuring_->Proceed();
  if (!measuring_->ended()) return;
  measurement_ = measuring_->measurement();
  measuring_.reset();
}

}  // namespace racefree
