#include "checker/judge/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace racefree {
namespace {

constexpr int kExecFailed = 127;

void SetLimit(int resource, rlim_t limit) {
  const rlimit both = {limit, limit};
  setrlimit(resource, &both);
}

// What happens between fork and exec. Only calls that are safe there.
[[noreturn]] void BecomeChild(const ChildOptions& options,
                              char* const* arguments, char* const* environment,
                              int null_input) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Where it is not permitted the program runs randomised, which mostly works.
  personality(ADDR_NO_RANDOMIZE);
  SetLimit(RLIMIT_CORE, 0);
  if (options.memory_limit > 0) SetLimit(RLIMIT_AS, options.memory_limit);
  dup2(null_input, STDIN_FILENO);
  dup2(options.output, STDOUT_FILENO);
  dup2(options.output, STDERR_FILENO);
  for (int descriptor : options.inherited) fcntl(descriptor, F_SETFD, 0);
  execve(arguments[0], arguments, environment);
  _exit(kExecFailed);
}

std::vector<std::string> MergedEnvironment(
    std::map<std::string, std::string> variables) {
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    variables.try_emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  std::vector<std::string> merged;
  for (const auto& [name, value] : variables) {
    merged.push_back(absl::StrCat(name, "=", value));
  }
  return merged;
}

// The form that execve wants; valid as long as `texts` is.
std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<pid_t> Children() {
  std::vector<pid_t> children;
  std::ifstream list(absl::StrCat("/proc/self/task/", gettid(), "/children"));
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

}  // namespace

absl::StatusOr<pid_t> StartChild(const ChildOptions& options) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  std::vector<std::string> arguments = options.arguments;
  std::vector<std::string> environment = MergedEnvironment(options.environment);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const int null_input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const pid_t child = fork();
  if (child == 0) {
    BecomeChild(options, argument_pointers.data(), environment_pointers.data(),
                null_input);
  }
  const int error = errno;
  close(null_input);
  if (child < 0) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the system cannot start another process: ", strerror(error)));
  }
  return child;
}

void KillDescendants(pid_t child) {
  kill(-child, SIGKILL);
  // Each round kills one generation; orphans come to this process.
  for (std::vector<pid_t> children = Children(); !children.empty();
       children = Children()) {
    for (pid_t process : children) {
      kill(process, SIGKILL);
      waitpid(process, nullptr, 0);
    }
  }
}

}  // namespace racefree
