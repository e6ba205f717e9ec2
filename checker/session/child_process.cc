#include "checker/session/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/session/wait_for_input.h"

namespace racefree {
namespace {

// So much is kept of the beginning of the output, and of its end.
constexpr size_t kOutputKept = 128 * 1024;

// Returns an error number, 0 for success.
int Spawn(const std::vector<std::string>& command, const std::string& directory,
          int output, pid_t* process) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
                                   O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  posix_spawn_file_actions_addchdir_np(&actions, directory.c_str());

  // The child must not inherit which signals we read as input.
  sigset_t no_signal;
  sigemptyset(&no_signal);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &no_signal);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);

  std::vector<char*> argv;
  for (const std::string& word : command) {
    argv.push_back(const_cast<char*>(word.c_str()));
  }
  argv.push_back(nullptr);
  const int error = posix_spawnp(process, argv[0], &actions, &attributes,
                                 argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildProcess>> ChildProcess::Start(
    const std::vector<std::string>& command, const std::string& directory) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make a pipe: ", std::strerror(errno)));
  }
  absl::Cleanup closer = [&ends] { close(ends[1]); };
  std::unique_ptr<ChildProcess> child(new ChildProcess());
  child->output_ = ends[0];
  fcntl(child->output_, F_SETFL, O_NONBLOCK);
  pid_t process;
  const int error = Spawn(command, directory, ends[1], &process);
  if (error == ENOENT) {
    return absl::NotFoundError(
        absl::StrCat("there is no program '", command[0], "'"));
  }
  if (error != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot start ", command[0], ": ", std::strerror(error)));
  }
  child->process_ = process;
  return child;
}

ChildProcess::~ChildProcess() {
  Cancel();
  Wait();
  close(output_);
}

void ChildProcess::Proceed() {
  char buffer[16 * 1024];
  while (!ended()) {
    const ssize_t count = read(output_, buffer, sizeof(buffer));
    if (count > 0) {
      Keep(buffer, count);
    } else if (count == 0) {
      TakeExitCode();
    } else if (errno != EINTR) {
      return;
    }
  }
}

void ChildProcess::Wait() {
  while (!ended()) {
    WaitForInput({output_});
    Proceed();
  }
}

void ChildProcess::Cancel() {
  if (ended() || cancelled_) return;
  cancelled_ = true;
  kill(process_, SIGINT);
}

std::string ChildProcess::Output() const {
  if (output_end_.size() <= kOutputKept) {
    return absl::StrCat(output_beginning_, output_end_);
  }
  return absl::StrCat(
      output_beginning_, "\n[...]\n",
      absl::string_view(output_end_).substr(output_end_.size() - kOutputKept));
}

void ChildProcess::Keep(const char* bytes, size_t count) {
  const size_t space = std::min(count, kOutputKept - output_beginning_.size());
  output_beginning_.append(bytes, space);
  output_end_.append(bytes + space, count - space);
  if (output_end_.size() > 2 * kOutputKept) {
    // More than what is shown, so that it shows as shortened.
    output_end_.erase(0, output_end_.size() - kOutputKept - 1);
  }
}

void ChildProcess::TakeExitCode() {
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  exit_code_ =
      WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace racefree
