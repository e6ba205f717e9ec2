#include "checker/judge/idle_clock.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace racefree {
namespace {

namespace fs = std::filesystem;

// What /proc tells of a thread: its state ('R' for running or ready to run) and
// the processor time it has used.
struct ThreadTimes {
  char state = 'S';
  absl::Duration cpu_time;
};

ThreadTimes ReadThreadTimes(const fs::path& directory) {
  std::ifstream file(directory / "stat");
  std::string text;
  std::getline(file, text);
  ThreadTimes times;
  // The second field is the name in parentheses, which may hold anything.
  const size_t name_end = text.rfind(')');
  if (name_end == text.npos) return times;
  std::istringstream fields(text.substr(name_end + 1));
  fields >> times.state;
  std::string skipped;
  for (int field = 4; field < 14; ++field) fields >> skipped;
  int64_t user = 0;
  int64_t system = 0;
  fields >> user >> system;
  static const int64_t ticks_per_second = sysconf(_SC_CLK_TCK);
  times.cpu_time = absl::Seconds(1) * (user + system) / ticks_per_second;
  return times;
}

// All threads of a process and of its children, and theirs: 'R' if any is, and
// their time together. A program may wait for what its children do.
ThreadTimes ReadProcessTimes(pid_t process) {
  ThreadTimes all;
  std::error_code ended;
  for (const fs::directory_entry& entry : fs::directory_iterator(
           absl::StrCat("/proc/", process, "/task"), ended)) {
    const ThreadTimes times = ReadThreadTimes(entry.path());
    if (times.state == 'R') all.state = 'R';
    all.cpu_time += times.cpu_time;
    std::ifstream children(entry.path() / "children");
    for (pid_t child = 0; children >> child;) {
      const ThreadTimes child_times = ReadProcessTimes(child);
      if (child_times.state == 'R') all.state = 'R';
      all.cpu_time += child_times.cpu_time;
    }
  }
  return all;
}

}  // namespace

IdleClock::IdleClock(pid_t process) : process_(process) { Reset(); }

void IdleClock::Reset() {
  idle_ = absl::ZeroDuration();
  last_tick_ = absl::Now();
  last_cpu_time_ = ReadProcessTimes(process_).cpu_time;
}

void IdleClock::Tick() {
  // A machine that slept, or a judge that had to wait, is nobody's idleness.
  constexpr absl::Duration kLongestTick = absl::Milliseconds(200);
  const absl::Time now = absl::Now();
  const absl::Duration elapsed = std::min(now - last_tick_, kLongestTick);
  const ThreadTimes times = ReadProcessTimes(process_);
  // The time of a child that has ended is gone from the sum.
  const absl::Duration used =
      std::max(times.cpu_time - last_cpu_time_, absl::ZeroDuration());
  idle_ += times.state == 'R' ? std::min(used, elapsed) : elapsed;
  last_tick_ = now;
  last_cpu_time_ = times.cpu_time;
}

}  // namespace racefree
