#include "checker/session/doctor.h"

#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "checker/session/child_process.h"
#include "checker/session/file_watcher.h"
#include "checker/session/files.h"

namespace racefree {
namespace {

constexpr char kSetUpAgain[] =
    "Type './kata --yes doctor': it sets up what is missing.";
constexpr int kOldestClang = 16;

Finding Good(const std::string& name, const std::string& detail) {
  return {.name = name, .state = Finding::State::kGood, .detail = detail};
}

Finding Missing(const std::string& name, const std::string& detail,
                const std::string& remedy) {
  return {.name = name,
          .state = Finding::State::kMissing,
          .detail = detail,
          .remedy = remedy};
}

Finding Warning(const std::string& name, const std::string& detail,
                const std::string& remedy) {
  return {.name = name,
          .state = Finding::State::kWarning,
          .detail = detail,
          .remedy = remedy};
}

std::string VariableOr(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

struct ProgramResult {
  int exit_code = 0;
  std::string output;
};

absl::StatusOr<ProgramResult> RunToEnd(const std::vector<std::string>& command,
                                       const std::string& directory) {
  absl::StatusOr<std::unique_ptr<ChildProcess>> child =
      ChildProcess::Start(command, directory);
  if (!child.ok()) return child.status();
  (*child)->Wait();
  return ProgramResult{.exit_code = (*child)->exit_code(),
                       .output = (*child)->Output()};
}

// The first line that tells a version; the first line of all if none does.
std::string VersionLine(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (const std::string& line : lines) {
    if (absl::StrContains(line, "version")) return line;
  }
  return lines.front();
}

// A program that tells its version.
Finding ExamineProgram(const std::string& name, const std::string& program) {
  absl::StatusOr<ProgramResult> version = RunToEnd({program, "--version"}, "/");
  if (!version.ok()) {
    return Missing(name, std::string(version.status().message()), kSetUpAgain);
  }
  if (version->exit_code != 0) {
    return Missing(name,
                   absl::StrCat("'", program, " --version' fails: ",
                                VersionLine(version->output)),
                   kSetUpAgain);
  }
  return Good(name,
              absl::StrCat(VersionLine(version->output), " (", program, ")"));
}

// "Debian clang version 19.1.4 (1)" tells 19.
int VersionOfClang(const std::string& text) {
  const std::vector<absl::string_view> around =
      absl::StrSplit(text, absl::MaxSplits("version ", 1));
  int version = 0;
  if (around.size() < 2 ||
      !absl::SimpleAtoi(around[1].substr(0, around[1].find('.')), &version)) {
    return 0;
  }
  return version;
}

Finding ExamineClang(const std::string& clang) {
  Finding finding = ExamineProgram("clang", clang);
  if (finding.state == Finding::State::kGood &&
      VersionOfClang(finding.detail) < kOldestClang) {
    return Missing("clang",
                   absl::StrCat(finding.detail, " is too old: version ",
                                kOldestClang, " or later is needed"),
                   kSetUpAgain);
  }
  return finding;
}

// Compiles, links and runs an empty program with a sanitizer.
Finding ExamineSanitizer(const std::string& name, const std::string& flag,
                         const std::string& clang) {
  std::string directory =
      (std::filesystem::temp_directory_path() / "racefree.XXXXXX").string();
  if (mkdtemp(directory.data()) == nullptr) {
    return Missing(name, absl::StrCat("cannot make ", directory),
                   "Free some space there, or make it writable.");
  }
  const std::string source = directory + "/empty.c";
  const std::string program = directory + "/empty";
  absl::Status written = WriteFileAtomically(source, "int main() {}\n");
  absl::StatusOr<ProgramResult> result =
      RunToEnd({clang, flag, "-fuse-ld=lld", source, "-o", program}, directory);
  if (result.ok() && result->exit_code == 0) {
    result = RunToEnd({program}, directory);
    if (result.ok() && result->exit_code != 0) {
      // ThreadSanitizer cannot run with much address space randomisation; the
      // judge then runs programs without it, like this.
      result = RunToEnd({"setarch", "-R", program}, directory);
    }
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory, ignored);
  if (!written.ok()) {
    return Missing(name, std::string(written.message()),
                   "Free some space there, or make it writable.");
  }
  if (!result.ok()) {
    return Missing(name, std::string(result.status().message()), kSetUpAgain);
  }
  if (result->exit_code != 0) {
    return Missing(
        name,
        absl::StrCat("an empty program with ", flag,
                     " cannot be built and run: ", VersionLine(result->output)),
        kSetUpAgain);
  }
  return Good(name, "works");
}

Finding ExamineMachine() {
  utsname machine = {};
  uname(&machine);
  const std::string detail = absl::StrCat(machine.sysname, " ", machine.release,
                                          ", ", machine.machine);
  if (absl::string_view(machine.sysname) == "Linux" &&
      absl::string_view(machine.machine) == "x86_64") {
    return Good("machine", detail);
  }
  return Missing("machine", detail,
                 "Racefree needs Linux on x86_64; a virtual machine will do.");
}

Finding ExamineCheckout(const Workspace& workspace) {
  const std::string probe = workspace.OwnPath("doctor");
  absl::Status written = WriteFileAtomically(probe, "");
  if (!written.ok()) {
    return Warning(
        "checkout",
        absl::StrCat("progress cannot be recorded: ", written.message()),
        absl::StrCat("Make ", workspace.root, " writable."));
  }
  unlink(probe.c_str());
  return Good("checkout", workspace.root);
}

Finding ExamineSpace(const std::string& name, const std::string& directory) {
  constexpr uint64_t kNeeded = uint64_t{2} << 30;
  struct statvfs status;
  if (statvfs(directory.c_str(), &status) != 0) {
    return Warning(name, absl::StrCat("cannot examine ", directory), "");
  }
  const uint64_t free_bytes =
      uint64_t{status.f_bavail} * uint64_t{status.f_frsize};
  const std::string detail =
      absl::StrCat(free_bytes >> 20, " MB free in ", directory);
  if (free_bytes >= kNeeded) return Good(name, detail);
  return Warning(name, absl::StrCat(detail, "; the builds take up to 2 GB"),
                 "Free some space.");
}

Finding ExamineWatching(const Workspace& workspace) {
  absl::StatusOr<std::unique_ptr<FileWatcher>> watcher =
      FileWatcher::Create(workspace.Path("WORKSPACE"));
  if (watcher.ok()) return Good("watching files", "works");
  return Missing("watching files", std::string(watcher.status().message()),
                 "Raise fs.inotify.max_user_instances and max_user_watches "
                 "with sysctl, or close programs that watch many files.");
}

}  // namespace

std::vector<Finding> Examine(const Workspace& workspace) {
  const std::string clang = VariableOr("RACEFREE_CLANG", "clang");
  return {
      ExamineMachine(),
      ExamineCheckout(workspace),
      ExamineProgram("Bazel", workspace.bazel),
      ExamineClang(clang),
      ExamineSanitizer("ThreadSanitizer", "-fsanitize=thread", clang),
      ExamineSanitizer("AddressSanitizer", "-fsanitize=address,undefined",
                       clang),
      ExamineProgram("llvm-symbolizer",
                     VariableOr("RACEFREE_SYMBOLIZER", "llvm-symbolizer")),
      ExamineProgram("eu-stack", "eu-stack"),
      ExamineWatching(workspace),
      ExamineSpace("disk", VariableOr("HOME", workspace.root)),
  };
}

}  // namespace racefree
