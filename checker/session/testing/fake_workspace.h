#ifndef RACEFREE_CHECKER_SESSION_TESTING_FAKE_WORKSPACE_H_
#define RACEFREE_CHECKER_SESSION_TESTING_FAKE_WORKSPACE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/session/catalogue.h"
#include "checker/session/workspace.h"
#include "checker/verdict/verdict.h"

namespace racefree {

// For tests: a workspace in a temporary directory, with two exercises
// (04_lock/balance and 04_lock/two_locks, which has a
// measurement) and a program in place of Bazel that
// tells what the test wants. Failures to set it up end the test program.
class FakeWorkspace {
 public:
  FakeWorkspace();
  ~FakeWorkspace();
  FakeWorkspace(const FakeWorkspace&) = delete;
  FakeWorkspace& operator=(const FakeWorkspace&) = delete;

  const Workspace& workspace() const { return workspace_; }
  const Catalogue& catalogue() const { return catalogue_; }
  const Exercise& balance() const;
  const Exercise& two_locks() const;

  // Paths are relative to the workspace.
  void Write(absl::string_view path, absl::string_view content) const;
  std::string Read(absl::string_view path) const;
  bool Exists(absl::string_view path) const;
  void Remove(absl::string_view path) const;

  // What the fake Bazel tells from now on.
  void SetGate(const Exercise& exercise, Gate gate, Outcome outcome) const;
  // A gate that fails, of which Bazel's events do not tell yet.
  void SetPrintedFailure(const Exercise& exercise, Gate gate) const;
  void SetAllGates(const Exercise& exercise, Outcome outcome) const;
  void SetTest(absl::string_view label, absl::string_view status) const;
  void SetCompileError(const Exercise& exercise, Gate gate,
                       absl::string_view output) const;
  void SetOutput(absl::string_view output, int exit_code) const;

  // What the measurement of two_locks does, once it is built: a shell script.
  void SetMeasurement(absl::string_view script) const;

  // From now on the fake Bazel does not end before Release(), unless it is
  // interrupted.
  void SetHang();
  // Waits until a run hangs.
  void WaitUntilItHangs();
  // Lets the run that hangs come to its end.
  void Release();
  // Later runs do not hang.
  void ClearHang();

  // The arguments of each run, and a line "interrupted" for each interrupt.
  std::vector<std::string> Invocations() const;

 private:
  std::string BazelPath(absl::string_view name) const;
  void SetEvent(absl::string_view label, absl::string_view event) const;

  std::string directory_;
  Workspace workspace_;
  Catalogue catalogue_;
  int hang_ = -1;
};

// A verdict of the outcome, with a message.
Verdict SampleVerdict(const Exercise& exercise, Gate gate, Outcome outcome);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_TESTING_FAKE_WORKSPACE_H_
