#include "checker/harness/thread_state.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ostream>
#include <string>
#include <utility>

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// What the kernel says of a thread. Empty when it has ended.
std::string FileOfThread(pid_t thread_id, const char* name) {
  const std::string path =
      "/proc/self/task/" + std::to_string(thread_id) + "/" + name;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "";
  char text[4096];
  const ssize_t length = read(file, text, sizeof(text));
  close(file);
  return length > 0 ? std::string(text, length) : "";
}

bool LooksAsleep(pid_t thread_id) {
  // "17 (name) S ..."
  const std::string status = FileOfThread(thread_id, "stat");
  // The name may itself hold brackets, so it ends at the last one.
  const size_t name_end = status.rfind(')');
  return name_end != std::string::npos &&
         status.compare(name_end, 4, ") S ") == 0;
}

// A line for each other thread of this process: its number, and how often it
// has gone to sleep. Empty if one of them is not asleep.
std::string SleepsOfOthers() {
  std::string sleeps = "asleep:\n";
  DIR* const threads = opendir("/proc/self/task");
  while (const dirent* thread = readdir(threads)) {
    const pid_t thread_id = std::atoi(thread->d_name);
    // Not "." and "..".
    if (thread_id == 0 || thread_id == CurrentThreadId()) continue;
    const std::string status = FileOfThread(thread_id, "status");
    // It has just ended.
    if (status.empty()) continue;
    if (status.find("\nState:\tS") == std::string::npos) {
      sleeps.clear();
      break;
    }
    const size_t times = status.find("\nvoluntary_ctxt_switches:");
    sleeps += std::to_string(thread_id);
    sleeps += status.substr(times, status.find('\n', times + 1) - times);
    sleeps += '\n';
  }
  closedir(threads);
  return sleeps;
}

int64_t Nanoseconds(clockid_t clock) {
  timespec used;
  clock_gettime(clock, &used);
  return used.tv_sec * int64_t{1'000'000'000} + used.tv_nsec;
}

// What all threads but the calling one have used.
int64_t ProcessorNanosecondsOfOthers() {
  return Nanoseconds(CLOCK_PROCESS_CPUTIME_ID) -
         Nanoseconds(CLOCK_THREAD_CPUTIME_ID);
}

int64_t ProcessorNanoseconds(std::thread& thread) {
  clockid_t processor_time;
  if (pthread_getcpuclockid(thread.native_handle(), &processor_time) != 0) {
    return 0;
  }
  return Nanoseconds(processor_time);
}

}  // namespace

pid_t CurrentThreadId() { return gettid(); }

bool IsAsleep(pid_t thread_id) {
  // Several looks: one might fall on a moment's wait inside the C library.
  constexpr int kLooks = 5;
  for (int look = 0; look < kLooks; ++look) {
    if (!LooksAsleep(thread_id)) return false;
  }
  return true;
}

bool HasEnded(pid_t thread_id) {
  return FileOfThread(thread_id, "stat").empty();
}

bool HasComeToRest(pid_t thread_id) {
  return HasEnded(thread_id) || IsAsleep(thread_id);
}

bool OthersAreAsleep() {
  // Each has slept from the one look to the other: or it would have gone to
  // sleep once more. So there was a moment, between the two, when all did.
  const std::string sleeps = SleepsOfOthers();
  return !sleeps.empty() && SleepsOfOthers() == sleeps;
}

bool WaitUntilOthersAreAsleep() {
  // What goes on by itself takes microseconds.
  constexpr int64_t kSpinningNanoseconds = 100'000'000;
  const int64_t before = ProcessorNanosecondsOfOthers();
  while (!OthersAreAsleep()) {
    if (ProcessorNanosecondsOfOthers() - before > kSpinningNanoseconds) {
      return false;
    }
    sched_yield();
  }
  return true;
}

void PrintTo(CallState state, std::ostream* out) {
  switch (state) {
    case CallState::kReturned:
      *out << "returned";
      break;
    case CallState::kAsleep:
      *out << "asleep";
      break;
    case CallState::kSpinning:
      *out << "spinning";
      break;
  }
}

WatchedCall::WatchedCall(std::function<void()> call)
    : thread_([this, call = std::move(call)] {
        thread_id_.store(CurrentThreadId(), kRelaxed);
        call();
        returned_.store(true, kRelaxed);
      }) {}

WatchedCall::~WatchedCall() { thread_.join(); }

CallState WatchedCall::WaitUntilReturnedOrHeldUp() {
  // A call that goes on by itself takes microseconds.
  constexpr int64_t kSpinningNanoseconds = 10'000'000;
  // The thread may sleep for a moment on a lock whose holder wants to go on,
  // and is not let by a busy machine. As long as another thread runs, wait for
  // that one: unless it, too, goes round in circles.
  constexpr int64_t kOthersNanoseconds = 20'000'000;
  const int64_t others_before = ProcessorNanosecondsOfOthers();
  while (!returned_.load(kRelaxed)) {
    const pid_t thread_id = thread_id_.load(kRelaxed);
    if (thread_id != 0) {
      if (OthersAreAsleep() && !returned_.load(kRelaxed)) {
        return CallState::kAsleep;
      }
      if (ProcessorNanosecondsOfOthers() - others_before > kOthersNanoseconds &&
          IsAsleep(thread_id)) {
        return CallState::kAsleep;
      }
      if (ProcessorNanoseconds(thread_) > kSpinningNanoseconds) {
        return CallState::kSpinning;
      }
    }
    sched_yield();
  }
  return CallState::kReturned;
}

}  // namespace racefree
