#ifndef RACEFREE_CHECKER_SESSION_CHILD_PROCESS_H_
#define RACEFREE_CHECKER_SESSION_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace racefree {

// A program that runs beside us, with nothing on its standard input, and in a
// process group of its own: Ctrl-C reaches only us, and we decide what to stop.
// For use by one thread.
class ChildProcess {
 public:
  // Starts `command` (the program and its arguments) in a directory.
  //
  // NotFound when there is no such program; FailedPrecondition, with the
  // reason, when it cannot be started otherwise.
  static absl::StatusOr<std::unique_ptr<ChildProcess>> Start(
      const std::vector<std::string>& command, const std::string& directory);

  // Cancels the process if it goes on, and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Becoming readable, this tells that Proceed() has something to do.
  std::vector<int> descriptors() const { return {output_}; }

  // Takes in what was printed since the last call. Does not wait.
  void Proceed();

  // Proceeds to the end.
  void Wait();

  // Sends the signal of Ctrl-C, once.
  void Cancel();

  bool ended() const { return process_ < 0; }

  // Once it has ended: its exit code; 128 and the signal's number if a signal
  // ended it.
  int exit_code() const { return exit_code_; }

  // What it printed by now on both its outputs, shortened in the middle if it
  // is very long.
  std::string Output() const;

 private:
  ChildProcess() = default;

  void Keep(const char* bytes, size_t count);
  void TakeExitCode();

  pid_t process_ = -1;
  int exit_code_ = 0;
  bool cancelled_ = false;
  int output_ = -1;
  std::string output_beginning_;
  std::string output_end_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_CHILD_PROCESS_H_
