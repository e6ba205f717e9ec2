#include "checker/harness/thread_state.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// What the kernel says of a thread, from one of its files. Looking at threads
// is what many tests do most, so that it allocates nothing.
class FileOfThread {
 public:
  FileOfThread(pid_t thread_id, const char* name) {
    char path[64];
    std::snprintf(path, sizeof(path), "/proc/self/task/%d/%s", thread_id, name);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    const ssize_t length = read(file, text_, sizeof(text_));
    close(file);
    if (length > 0) length_ = length;
  }

  // Empty when the thread has ended.
  std::string_view text() const { return std::string_view(text_, length_); }

 private:
  char text_[4096];
  size_t length_ = 0;
};

bool LooksAsleep(pid_t thread_id) {
  // "17 (name) S ..."
  const FileOfThread file(thread_id, "stat");
  // The name may itself hold brackets, so it ends at the last one.
  const size_t name_end = file.text().rfind(')');
  return name_end != std::string_view::npos &&
         file.text().substr(name_end, 4) == ") S ";
}

// The number that follows `name` in a thread's file "status".
int64_t NumberIn(std::string_view status, std::string_view name) {
  const size_t start = status.find(name);
  if (start == std::string_view::npos) return 0;
  status.remove_prefix(start + name.size());
  status.remove_prefix(
      std::min(status.find_first_not_of(" \t"), status.size()));
  int64_t number = 0;
  std::from_chars(status.begin(), status.end(), number);
  return number;
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
    const FileOfThread status(thread_id, "status");
    if (!status.text().empty()) visit(thread_id, status.text());
  }
  closedir(threads);
}

// How often each other thread has gone to sleep. Nothing if one of them is not
// asleep.
struct Sleeps {
  pid_t thread_id;
  int64_t count;

  bool operator==(const Sleeps&) const = default;
};
std::optional<std::vector<Sleeps>> SleepsOfOthers() {
  bool all_asleep = true;
  std::vector<Sleeps> sleeps;
  ForEachOther([&](pid_t thread_id, std::string_view status) {
    if (status.find("\nState:\tS") == std::string_view::npos)
      all_asleep = false;
    sleeps.push_back(
        {thread_id, NumberIn(status, "\nvoluntary_ctxt_switches:")});
  });
  if (!all_asleep) return std::nullopt;
  return sleeps;
}

// Of this process, with those that are just ending.
int64_t NumberOfThreads() {
  return NumberIn(FileOfThread(CurrentThreadId(), "status").text(),
                  "\nThreads:");
}

// Zero if the clock is that of a thread which has just ended.
int64_t Nanoseconds(clockid_t clock) {
  timespec used = {};
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

int64_t Yields(std::string_view status) {
  return NumberIn(status, "\nnonvoluntary_ctxt_switches:");
}

// Of all threads but the calling one.
Work WorkOfOthers() {
  Work work;
  work.nanoseconds = Nanoseconds(CLOCK_PROCESS_CPUTIME_ID) -
                     Nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  ForEachOther(
      [&](pid_t, std::string_view status) { work.yields += Yields(status); });
  return work;
}

Work WorkOf(std::thread& thread, pid_t thread_id) {
  Work work;
  clockid_t processor_time;
  if (pthread_getcpuclockid(thread.native_handle(), &processor_time) == 0) {
    work.nanoseconds = Nanoseconds(processor_time);
  }
  work.yields = Yields(FileOfThread(thread_id, "status").text());
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
constexpr Work kMostOfOneCall = {.nanoseconds = 30'000'000, .yields = 500};
constexpr Work kMostOfOthers = {.nanoseconds = 50'000'000, .yields = 2000};

}  // namespace

pid_t CurrentThreadId() { return gettid(); }

bool IsAsleep(pid_t thread_id) {
  // Several looks: one might fall on a moment's wait inside the C library, for
  // somebody who wants to go on, and whom a busy machine has to let first.
  constexpr int kLooks = 5;
  for (int look = 0; look < kLooks; ++look) {
    if (!LooksAsleep(thread_id)) return false;
    sched_yield();
  }
  return true;
}

bool HasEnded(pid_t thread_id) {
  return FileOfThread(thread_id, "stat").text().empty();
}

bool HasComeToRest(pid_t thread_id) {
  return HasEnded(thread_id) || IsAsleep(thread_id);
}

bool OthersAreAsleep() {
  // Each has slept from the one look to the other: or it would have gone to
  // sleep once more. So there was a moment, between the two, when all did.
  //
  // The kernel's list of threads breaks off where one is just ending; but then
  // there are more threads than it had.
  const std::optional<std::vector<Sleeps>> sleeps = SleepsOfOthers();
  return sleeps.has_value() &&
         NumberOfThreads() == static_cast<int64_t>(sleeps->size()) + 1 &&
         SleepsOfOthers() == sleeps;
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
