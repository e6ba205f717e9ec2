#include "checker/harness/thread_state.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace racefree {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;

// What the kernel says of a thread: "17 (name) S ...". Empty when it has ended.
std::string KernelStatus(pid_t thread_id) {
  const std::string path =
      "/proc/self/task/" + std::to_string(thread_id) + "/stat";
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "";
  char text[512];
  const ssize_t length = read(file, text, sizeof(text));
  close(file);
  return length > 0 ? std::string(text, length) : "";
}

bool LooksAsleep(pid_t thread_id) {
  const std::string status = KernelStatus(thread_id);
  // The name may itself hold brackets, so it ends at the last one.
  const size_t name_end = status.rfind(')');
  return name_end != std::string::npos &&
         status.compare(name_end, 4, ") S ") == 0;
}

int64_t ProcessorNanoseconds(std::thread& thread) {
  clockid_t processor_time;
  timespec used;
  if (pthread_getcpuclockid(thread.native_handle(), &processor_time) != 0 ||
      clock_gettime(processor_time, &used) != 0) {
    return 0;
  }
  return used.tv_sec * int64_t{1'000'000'000} + used.tv_nsec;
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

bool HasEnded(pid_t thread_id) { return KernelStatus(thread_id).empty(); }

WatchedCall::WatchedCall(std::function<void()> call)
    : thread_([this, call = std::move(call)] {
        thread_id_.store(CurrentThreadId(), kRelaxed);
        call();
        returned_.store(true, kRelaxed);
      }) {}

WatchedCall::~WatchedCall() { thread_.join(); }

void WatchedCall::WaitUntilReturnedOrHeldUp() {
  // A call that goes on by itself takes microseconds.
  constexpr int64_t kSpinningNanoseconds = 10'000'000;
  while (!returned_.load(kRelaxed)) {
    const pid_t thread_id = thread_id_.load(kRelaxed);
    if (thread_id != 0 &&
        (IsAsleep(thread_id) ||
         ProcessorNanoseconds(thread_) > kSpinningNanoseconds)) {
      return;
    }
    sched_yield();
  }
}

}  // namespace racefree
