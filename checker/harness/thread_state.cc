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
#include <map>
#include <optional>
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

// The number that follows `name` in a thread's file "status".
int64_t NumberIn(const std::string& status, const char* name) {
  const size_t start = status.find(name);
  if (start == std::string::npos) return 0;
  return std::atoll(status.c_str() + start + std::strlen(name));
}

// Calls visit(thread id, its file "status") for all threads of this process but
// the calling one, and but those that have ended.
template <typename Visit>
void ForEachOther(Visit visit) {
  DIR* const threads = opendir("/proc/self/task");
  if (threads == nullptr) return;
  while (const dirent* thread = readdir(threads)) {
    const pid_t thread_id = std::atoi(thread->d_name);
    // Not "." and "..".
    if (thread_id == 0 || thread_id == CurrentThreadId()) continue;
    const std::string status = FileOfThread(thread_id, "status");
    if (!status.empty()) visit(thread_id, status);
  }
  closedir(threads);
}

// How often each other thread has gone to sleep, by its number. Nothing if one
// of them is not asleep.
std::optional<std::map<pid_t, int64_t>> SleepsOfOthers() {
  bool all_asleep = true;
  std::map<pid_t, int64_t> sleeps;
  ForEachOther([&](pid_t thread_id, const std::string& status) {
    if (status.find("\nState:\tS") == std::string::npos) all_asleep = false;
    sleeps[thread_id] = NumberIn(status, "\nvoluntary_ctxt_switches:");
  });
  if (!all_asleep) return std::nullopt;
  return sleeps;
}

int64_t Nanoseconds(clockid_t clock) {
  timespec used;
  clock_gettime(clock, &used);
  return used.tv_sec * int64_t{1'000'000'000} + used.tv_nsec;
}

// How much threads have done besides waiting.
struct Work {
  // Of processor time.
  int64_t nanoseconds = 0;
  // How often they left the processor without having to wait. Who goes round in
  // circles and yields to busy threads does so without end, and uses hardly any
  // processor time.
  int64_t yields = 0;
};

int64_t Yields(const std::string& status) {
  return NumberIn(status, "\nnonvoluntary_ctxt_switches:");
}

// Of all threads but the calling one.
Work WorkOfOthers() {
  Work work;
  work.nanoseconds = Nanoseconds(CLOCK_PROCESS_CPUTIME_ID) -
                     Nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  ForEachOther(
      [&](pid_t, const std::string& status) { work.yields += Yields(status); });
  return work;
}

Work WorkOf(std::thread& thread, pid_t thread_id) {
  Work work;
  clockid_t processor_time;
  if (pthread_getcpuclockid(thread.native_handle(), &processor_time) == 0) {
    work.nanoseconds = Nanoseconds(processor_time);
  }
  work.yields = Yields(FileOfThread(thread_id, "status"));
  return work;
}

// Whether it is more than anything that comes to its end by itself would do.
bool IsEndless(const Work& now, const Work& before, const Work& limit) {
  return now.nanoseconds - before.nanoseconds > limit.nanoseconds ||
         now.yields - before.yields > limit.yields;
}

// A call that goes on by itself takes microseconds. On a busy machine it yields
// now and then, too: the C++ library does before it waits, and ThreadSanitizer
// where its own locks are taken.
constexpr Work kMostOfOneCall = {.nanoseconds = 10'000'000, .yields = 500};
constexpr Work kMostOfOthers = {.nanoseconds = 50'000'000, .yields = 2000};

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
  const std::optional<std::map<pid_t, int64_t>> sleeps = SleepsOfOthers();
  return sleeps.has_value() && SleepsOfOthers() == sleeps;
}

bool WaitUntilOthersAreAsleep() {
  const Work before = WorkOfOthers();
  while (!OthersAreAsleep()) {
    if (IsEndless(WorkOfOthers(), before, kMostOfOthers)) return false;
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
  const Work others_before = WorkOfOthers();
  // What it did until now does not count: virtual time that passes wakes all
  // who wait in one place, over and over, until those whose time is over have
  // left.
  Work before;
  if (const pid_t thread_id = thread_id_.load(kRelaxed);
      thread_id != 0 && !returned_.load(kRelaxed)) {
    before = WorkOf(thread_, thread_id);
  }
  while (!returned_.load(kRelaxed)) {
    const pid_t thread_id = thread_id_.load(kRelaxed);
    if (thread_id != 0) {
      // The thread may sleep for a moment on a lock whose holder wants to go
      // on, and is not let by a busy machine. As long as another thread runs,
      // wait for that one: unless it, too, goes round in circles.
      if (OthersAreAsleep() && !returned_.load(kRelaxed)) {
        return CallState::kAsleep;
      }
      if (IsAsleep(thread_id) &&
          IsEndless(WorkOfOthers(), others_before, kMostOfOthers)) {
        return CallState::kAsleep;
      }
      if (IsEndless(WorkOf(thread_, thread_id), before, kMostOfOneCall)) {
        return CallState::kSpinning;
      }
    }
    sched_yield();
  }
  return CallState::kReturned;
}

}  // namespace racefree
