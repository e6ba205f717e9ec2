#ifndef RACEFREE_CHECKER_SESSION_BAZEL_RUN_H_
#define RACEFREE_CHECKER_SESSION_BAZEL_RUN_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "checker/session/build_events.h"
#include "checker/session/child_process.h"
#include "checker/session/workspace.h"

namespace racefree {

// One `bazel test`, running beside us. For use by one thread.
class BazelRun {
 public:
  // Starts `bazel test` with these arguments (flags, targets).
  //
  // NotFound when there is no such program; FailedPrecondition, with the
  // reason, when it cannot be started otherwise.
  static absl::StatusOr<std::unique_ptr<BazelRun>> Start(
      const Workspace& workspace, const std::vector<std::string>& arguments);

  // Cancels the run if it goes on, and waits for its end.
  ~BazelRun();
  BazelRun(const BazelRun&) = delete;
  BazelRun& operator=(const BazelRun&) = delete;

  // Becoming readable, one of these tells that Proceed() has something to do.
  std::vector<int> descriptors() const;

  // Takes in what Bazel has told since the last call. Does not wait.
  void Proceed();

  // Proceeds to the end of the run.
  void Wait();

  // Asks Bazel to stop. Its server lives on. The run ends soon, but not at
  // once.
  void Cancel();

  bool ended() const { return client_->ended(); }

  // Once the run has ended: Bazel's exit code.
  int exit_code() const { return client_->exit_code(); }

  const BuildEvents& events() const { return events_; }

  // What Bazel printed, shortened in the middle if it is very long.
  std::string Output() const { return client_->Output(); }

  // Whether Bazel waits for another invocation in the same checkout.
  bool waits_for_another() const;

 private:
  BazelRun() = default;

  absl::Status MakeEventFile();
  void ReadEvents();

  // The directory of the event file, and the descriptors for reading it and for
  // learning that it has grown.
  std::string directory_;
  int event_file_ = -1;
  int event_file_changes_ = -1;
  BuildEvents events_;
  bool bazel_began_ = false;

  // Bazel's client; what it does is done by a server that outlives it.
  std::unique_ptr<ChildProcess> client_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_BAZEL_RUN_H_
