#ifndef RACEFREE_CHECKER_SESSION_MEASURING_H_
#define RACEFREE_CHECKER_SESSION_MEASURING_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "checker/session/catalogue.h"
#include "checker/session/child_process.h"
#include "checker/session/workspace.h"

namespace racefree {

// What a measurement told.
struct Measurement {
  // What the program printed.
  std::string output;
  // A sentence on what went wrong; empty if nothing did.
  std::string problem;
};

// Builds the program that measures a student's answer, and runs it, beside us.
// It judges nothing. For use by one thread.
class Measuring {
 public:
  static constexpr absl::Duration kTimeLimit = absl::Seconds(20);

  // Starts at once. The exercise must have a measurement. The program is ended
  // when it runs longer than `time_limit`; building it may take longer.
  Measuring(const Workspace& workspace, const Exercise& exercise,
            absl::Duration time_limit = kTimeLimit);

  // Becoming readable, one of these tells that Proceed() has something to do.
  std::vector<int> descriptors() const;

  // Takes in what happened since the last call. Does not wait for more.
  void Proceed();

  // Stops as soon as possible.
  void Cancel();

  bool ended() const { return process_ == nullptr; }

  // Once it has ended.
  const Measurement& measurement() const { return measurement_; }

 private:
  void Start(const std::vector<std::string>& command);
  void TakeBuild();
  void TakeRun();

  const Workspace workspace_;
  const absl::Duration time_limit_;
  // A shell script that Bazel writes; it runs the program.
  const std::string script_;
  // First Bazel, then the program.
  std::unique_ptr<ChildProcess> process_;
  bool built_ = false;
  bool cancelled_ = false;
  Measurement measurement_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_MEASURING_H_
