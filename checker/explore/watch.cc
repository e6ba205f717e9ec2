#include "checker/explore/watch.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "checker/explore/driver.h"
#include "checker/explore/kernel_call.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

constexpr int kLookMilliseconds = 50;
// So many looks in a row it slept and did nothing: then it is woken; and killed
// if that did not help.
constexpr int kLooksUntilWoken = 10;
constexpr int kLooksUntilKilled = 30;

// What the kernel says of a process.
struct ProcessState {
  // 'R' running, 'S' asleep, 'T' stopped, ...
  char letter = '?';
  unsigned long processor_ticks = 0;
};

ProcessState StateOf(pid_t process) {
  ProcessState state;
  char path[32];
  snprintf(path, sizeof(path), "/proc/%d/stat", process);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return state;
  char text[1024];
  const ssize_t size = read(file, text, sizeof(text) - 1);
  close(file);
  if (size <= 0) return state;
  text[size] = '\0';
  // The name, in brackets, may contain anything.
  const char* rest = strrchr(text, ')');
  if (rest == nullptr) return state;
  unsigned long user = 0;
  unsigned long system = 0;
  sscanf(rest + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
         &state.letter, &user, &system);
  state.processor_ticks = user + system;
  return state;
}

// Tells whether a worker only sleeps.
class SleepDetector {
 public:
  // How many looks in a row it has slept now.
  int Look() {
    const ProcessState state = StateOf(runtime->runner);
    const bool sleeps = state.letter == 'S' || state.letter == 'T';
    const bool same = state.processor_ticks == processor_ticks_ &&
                      runtime->steps_in_all == steps_ &&
                      runtime->times_woken == times_woken_;
    looks_ = sleeps && same ? looks_ + 1 : 0;
    processor_ticks_ = state.processor_ticks;
    steps_ = runtime->steps_in_all;
    times_woken_ = runtime->times_woken;
    return looks_;
  }

 private:
  int looks_ = 0;
  unsigned long processor_ticks_ = 0;
  uint64_t steps_ = 0;
  uint64_t times_woken_ = 0;
};

// What the worker shares with this process says that a schedule is being run:
// here too kill() would be taken for the program's.
void Send(pid_t process, int signal) { KernelCall(SYS_kill, process, signal); }

void Wake(pid_t sleeper) {
  runtime->woken_at_step = runtime->steps_in_all;
  Send(sleeper, SIGPROF);
  Send(sleeper, SIGCONT);
}

void DescribeDeath(Result* result, FindingKind kind, const char* format,
                   int number) {
  if (result->finding.kind != FindingKind::kNone) return;
  result->finding.kind = kind;
  result->finding.thread = runtime->schedule.running();
  result->path = runtime->schedule.path();
  result->learned_count = runtime->learned.known().size();
  snprintf(result->finding.message, sizeof(result->finding.message), format,
           runtime->schedule.running(), number);
}

}  // namespace

void WatchWorker(pid_t worker, double last_moment, Result* result) {
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, worker, 0));
  SleepDetector sleep;
  int status = 0;
  bool killed = false;
  while (true) {
    pollfd ended = {handle, POLLIN, 0};
    poll(&ended, 1, kLookMilliseconds);
    if (waitpid(worker, &status, WNOHANG) == worker) break;
    const int looks = sleep.Look();
    if (looks == kLooksUntilWoken) Wake(runtime->runner);
    const bool sleeps_on = looks >= kLooksUntilKilled;
    if (!sleeps_on && RealSeconds() < last_moment) continue;
    Send(worker, SIGKILL);
    waitpid(worker, &status, 0);
    killed = true;
    if (sleeps_on) {
      DescribeDeath(result, FindingKind::kNotControlled,
                    "thread %d sleeps in a call that the explorer does not "
                    "control",
                    0);
    } else {
      result->out_of_time = true;
    }
    break;
  }
  close(handle);
  if (killed || result->done) return;
  if (WasKilledFromOutside(status)) {
    DescribeDeath(result, FindingKind::kMachineFault,
                  "while thread %d ran, the program was killed from outside "
                  "(signal %d), as the kernel does when memory runs out: "
                  "nothing is known about the program",
                  WTERMSIG(status));
  } else if (WIFSIGNALED(status)) {
    DescribeDeath(result, FindingKind::kProgramEnded,
                  "while thread %d ran, the program was killed by signal %d",
                  WTERMSIG(status));
  } else {
    DescribeDeath(result, FindingKind::kProgramEnded,
                  "while thread %d ran, the program ended with status %d",
                  WEXITSTATUS(status));
  }
}

}  // namespace racefree::explore
