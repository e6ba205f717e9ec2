#include "checker/session/measuring.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace racefree {
namespace {

// What `timeout` exits with when it had to end the program; 128 and a signal
// when even that took a SIGKILL.
constexpr int kTimeIsUp = 124;
constexpr int kKilled = 128 + 9;

}  // namespace

Measuring::Measuring(const Workspace& workspace, const Exercise& exercise,
                     absl::Duration time_limit)
    : workspace_(workspace),
      time_limit_(time_limit),
      script_(workspace.OwnPath("measure")) {
  Start({workspace_.bazel, "run", absl::StrCat("--script_path=", script_),
         exercise.measurement});
}

std::vector<int> Measuring::descriptors() const {
  return ended() ? std::vector<int>() : process_->descriptors();
}

void Measuring::Proceed() {
  if (ended()) return;
  process_->Proceed();
  if (!process_->ended()) return;
  if (cancelled_) {
    process_.reset();
  } else if (built_) {
    TakeRun();
  } else {
    TakeBuild();
  }
}

void Measuring::Cancel() {
  cancelled_ = true;
  if (!ended()) process_->Cancel();
}

void Measuring::Start(const std::vector<std::string>& command) {
  absl::StatusOr<std::unique_ptr<ChildProcess>> process =
      ChildProcess::Start(command, workspace_.root);
  if (process.ok()) {
    process_ = *std::move(process);
    return;
  }
  process_.reset();
  measurement_.problem = absl::StrCat(
      "The measurement could not be made: ", process.status().message(), ".");
}

void Measuring::TakeBuild() {
  if (process_->exit_code() == 0) {
    built_ = true;
    // A program that hangs must not outlive us, whatever becomes of us.
    Start({"timeout", "--kill-after=1",
           absl::StrCat(absl::ToDoubleSeconds(time_limit_)), script_});
    return;
  }
  measurement_ = {.output = process_->Output(),
                  .problem =
                      "The measurement could not be built. Your answer "
                      "is right all the same."};
  process_.reset();
}

void Measuring::TakeRun() {
  measurement_.output = process_->Output();
  const int exit_code = process_->exit_code();
  if (exit_code == kTimeIsUp || exit_code == kKilled) {
    measurement_.problem = absl::StrCat("The measurement was ended after ",
                                        absl::FormatDuration(time_limit_),
                                        ". Your answer is right all the same.");
  } else if (exit_code != 0) {
    measurement_.problem =
        absl::StrCat("The measurement ended with exit code ", exit_code,
                     ". Your answer is right all the same.");
  }
  process_.reset();
}

}  // namespace racefree
