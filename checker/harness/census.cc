#include "checker/harness/census.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "checker/harness/thread_record.h"

namespace racefree {
namespace {

namespace fs = std::filesystem;

// The names in a directory of /proc that are numbers.
std::set<int> NumbersIn(const char* directory) {
  std::set<int> numbers;
  std::error_code ignored;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(directory, ignored)) {
    int number = 0;
    if (absl::SimpleAtoi(entry.path().filename().string(), &number)) {
      numbers.insert(number);
    }
  }
  return numbers;
}

std::set<int> Threads() { return NumbersIn("/proc/self/task"); }

std::map<int, std::string> Descriptors() {
  std::map<int, std::string> descriptors;
  for (int descriptor : NumbersIn("/proc/self/fd")) {
    std::error_code closed;
    const fs::path target =
        fs::read_symlink(absl::StrCat("/proc/self/fd/", descriptor), closed);
    // The one that listed the directory is closed by now.
    if (!closed) descriptors[descriptor] = target.string();
  }
  return descriptors;
}

std::set<std::string> TemporaryFiles() {
  std::set<std::string> files;
  const char* directory = std::getenv("TEST_TMPDIR");
  if (directory == nullptr) return files;
  std::error_code ignored;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(directory, ignored)) {
    files.insert(entry.path().string());
  }
  return files;
}

std::set<int> Without(std::set<int> numbers, const std::set<int>& known) {
  for (int number : known) numbers.erase(number);
  return numbers;
}

// Whether one of these is a pipe or a socket: no sanitizer opens any.
bool HoldsPipe(const std::map<int, std::string>& descriptors) {
  return std::any_of(descriptors.begin(), descriptors.end(), [](const auto& d) {
    return absl::StartsWith(d.second, "pipe:") ||
           absl::StartsWith(d.second, "socket:");
  });
}

// What `find` still finds after everybody else has had the processor for a
// while, unless it is `certain` at once. A thread that has been joined may be
// on its last steps in the kernel, and a sanitizer's own thread opens a file
// now and then.
template <typename Found>
Found WhatRemains(
    const std::function<Found()>& find,
    const std::function<bool(const Found&)>& certain = [](const Found&) {
      return false;
    }) {
  constexpr int kTurns = 2000;
  Found found = find();
  for (int i = 0; i < kTurns && !found.empty() && !certain(found); ++i) {
    sched_yield();
    found = find();
  }
  return found;
}

// The processes that this one started and has not reaped. A child may have been
// started by any thread.
std::set<int> Children() {
  std::set<int> children;
  for (int thread : Threads()) {
    std::ifstream list(absl::StrCat("/proc/self/task/", thread, "/children"));
    for (int child = 0; list >> child;) children.insert(child);
  }
  return children;
}

bool IsZombie(int process) {
  siginfo_t information = {};
  return waitid(P_PID, process, &information, WEXITED | WNOHANG | WNOWAIT) ==
             0 &&
         information.si_pid == process;
}

std::string DescribeChild(int process) {
  return IsZombie(process)
             ? absl::StrCat("a zombie: child process ", process,
                            " has ended, but nobody waited for it")
             : absl::StrCat("child process ", process, " is still running");
}

}  // namespace

Census::Census()
    : threads_(Threads()),
      descriptors_(Descriptors()),
      files_(TemporaryFiles()) {
  ForgetThreads();
}

std::vector<std::string> Census::LeftBehind() const {
  std::vector<std::string> findings = ThreadsNotJoined();
  if (findings.empty()) {
    for (int thread : WhatRemains<std::set<int>>(
             [this] { return Without(Threads(), threads_); })) {
      findings.push_back(absl::StrCat("thread ", thread, " is still running"));
    }
  }
  for (int child : Children()) {
    findings.push_back(DescribeChild(child));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  const auto opened = WhatRemains<std::map<int, std::string>>(
      [this] {
        std::map<int, std::string> descriptors = Descriptors();
        for (const auto& [descriptor, unused] : descriptors_) {
          descriptors.erase(descriptor);
        }
        return descriptors;
      },
      HoldsPipe);
  for (const auto& [descriptor, target] : opened) {
    findings.push_back(
        absl::StrCat("descriptor ", descriptor, " is still open: ", target));
  }
  for (const std::string& file : TemporaryFiles()) {
    if (files_.contains(file)) continue;
    findings.push_back(absl::StrCat("a file was not removed: ", file));
  }
  return findings;
}

}  // namespace racefree
