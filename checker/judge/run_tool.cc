#include "checker/judge/run_tool.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "checker/judge/child_process.h"

namespace racefree {

absl::StatusOr<std::string> FindTool(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  const std::string directories = path == nullptr ? "/usr/bin:/bin" : path;
  for (const std::string& name : names) {
    for (absl::string_view directory : absl::StrSplit(directories, ':')) {
      std::string candidate = absl::StrCat(directory, "/", name);
      if (access(candidate.c_str(), X_OK) == 0) return candidate;
    }
  }
  return absl::NotFoundError(
      absl::StrCat("not installed: ", absl::StrJoin(names, " or ")));
}

absl::StatusOr<std::string> RunTool(const std::vector<std::string>& arguments) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) != 0) {
    return absl::ErrnoToStatus(errno, "no pipe");
  }
  const absl::StatusOr<pid_t> tool =
      StartChild({.arguments = arguments, .output = output[1]});
  close(output[1]);
  std::string printed;
  std::array<char, 4096> buffer;
  for (ssize_t count = 0; tool.ok() && (count = read(output[0], buffer.data(),
                                                     buffer.size())) > 0;) {
    printed.append(buffer.data(), count);
  }
  close(output[0]);
  if (!tool.ok()) return tool.status();
  waitpid(*tool, nullptr, 0);
  return printed;
}

}  // namespace racefree
