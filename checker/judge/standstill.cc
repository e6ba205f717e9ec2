#include "checker/judge/standstill.h"

#include <linux/futex.h>
#include <sys/syscall.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace racefree {
namespace {

namespace fs = std::filesystem;

// What /proc tells of the system call that a thread is in, "202 0x7f.. 0x80
// ..": its number and arguments. A thread that runs is in none.
bool IsWaitWithoutLimit(const std::string& call) {
  std::istringstream fields(call);
  int64_t number = -1;
  uint64_t word = 0;
  uint64_t operation = 0;
  uint64_t value = 0;
  uint64_t time = 0;
  fields >> number >> std::hex >> word >> operation >> value >> time;
  if (!fields || number != SYS_futex || time != 0) return false;
  const uint64_t command =
      operation & ~uint64_t{FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME};
  return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
}

std::string FirstLine(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// The line that begins so in the file "status" of a thread or process.
std::string LineWith(absl::string_view beginning, const fs::path& directory) {
  std::ifstream file(directory / "status");
  for (std::string line; std::getline(file, line);) {
    if (absl::StartsWith(line, beginning)) return line;
  }
  return "";
}

// How often the thread has given up the processor by itself, as /proc tells it.
std::string TimesItWaited(const fs::path& thread) {
  return LineWith("voluntary_ctxt_switches:", thread);
}

// Whether the thread has child processes, as far as one can see.
bool MayHaveChildren(const fs::path& thread) {
  std::error_code error;
  return !fs::exists(thread / "children", error) ||
         !FirstLine(thread / "children").empty();
}

// How many threads the process has, as /proc tells it: "Threads: 3".
std::string NumberOfThreads(pid_t process) {
  return LineWith("Threads:", absl::StrCat("/proc/", process));
}

// What all threads wait for; empty if one can go on.
std::string Waits(pid_t process) {
  std::string waits;
  int threads = 0;
  std::error_code ended;
  for (const fs::directory_entry& entry : fs::directory_iterator(
           absl::StrCat("/proc/", process, "/task"), ended)) {
    const fs::path& thread = entry.path();
    const std::string times = TimesItWaited(thread);
    const std::string call = FirstLine(thread / "syscall");
    if (times.empty() || !IsWaitWithoutLimit(call) || MayHaveChildren(thread)) {
      return "";
    }
    absl::StrAppend(&waits, thread.filename().string(), " ", times, " ", call,
                    "\n");
    ++threads;
  }
  // The list of threads breaks off where one is just ending.
  if (NumberOfThreads(process) != absl::StrCat("Threads:\t", threads))
    return "";
  return waits;
}

}  // namespace

bool Standstill::Look() {
  std::string waits = Waits(process_);
  const bool stands_still = !waits.empty() && waits == waits_;
  waits_ = std::move(waits);
  return stands_still;
}

}  // namespace racefree
