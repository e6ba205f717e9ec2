#ifndef RACEFREE_CHECKER_SESSION_WATCH_H_
#define RACEFREE_CHECKER_SESSION_WATCH_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "checker/session/catalogue.h"
#include "checker/session/file_watcher.h"
#include "checker/session/judgement.h"
#include "checker/session/judging.h"
#include "checker/session/measuring.h"
#include "checker/session/session.h"

namespace racefree {

// One exercise, judged again at each save. For use by one thread.
class Watch {
 public:
  // Judges at once, unless a recorded judgement still holds. Both arguments
  // must outlive this.
  //
  // FailedPrecondition, with the reason, when the file cannot be watched.
  static absl::StatusOr<std::unique_ptr<Watch>> Start(Session& session,
                                                      const Exercise& exercise);

  const Exercise& exercise() const { return exercise_; }

  // Becoming readable, one of these tells that Proceed() has something to do.
  std::vector<int> descriptors() const;

  // Takes in what happened since the last call. Does not wait for more.
  void Proceed();

  // A save may be half done: Settle() is due when nothing happened for a
  // moment.
  bool settling() const { return settling_; }
  void Settle();

  bool judging() const { return judging_ != nullptr && !told_; }
  bool waits_for_another() const {
    return judging() && judging_->waits_for_another();
  }

  // The judgement of the file as it is now; nothing while it is being judged.
  const std::optional<Judgement>& judgement() const { return judgement_; }

  // After a pass, if the exercise has a measurement: it is being made; what it
  // told.
  bool measuring() const { return measuring_ != nullptr; }
  const std::optional<Measurement>& measurement() const { return measurement_; }

  // Why the last judgement could not be recorded; OK if it could.
  const absl::Status& recorded() const { return recorded_; }

 private:
  Watch(Session& session, const Exercise& exercise,
        std::unique_ptr<FileWatcher> watcher);

  void TakeChangedFile();
  void StartJudging();
  void TakeJudgement();
  void StartMeasuring();
  void TakeMeasurement();

  Session& session_;
  const Exercise& exercise_;
  std::unique_ptr<FileWatcher> watcher_;
  bool settling_ = false;

  std::optional<Judgement> judgement_;
  absl::Status recorded_;

  // Goes on for a moment after its judgement was told.
  std::unique_ptr<Judging> judging_;
  std::string judged_content_;
  bool told_ = false;
  // The file was saved meanwhile: judge it when judging_ has ended.
  bool judge_again_ = false;

  std::unique_ptr<Measuring> measuring_;
  std::optional<Measurement> measurement_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_WATCH_H_
