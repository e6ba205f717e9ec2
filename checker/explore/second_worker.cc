#include "checker/explore/second_worker.h"

#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "checker/explore/arena.h"
#include "checker/explore/crashes.h"
#include "checker/explore/interpose/interpose.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

constexpr int kLookMilliseconds = 20;
// So many looks without progress, and it is not worth waiting for.
constexpr int kPatience = 50;

int Processors() {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  if (sched_getaffinity(0, sizeof(processors), &processors) != 0) return 1;
  return CPU_COUNT(&processors);
}

}  // namespace

bool WantsSecondWorker(const Options& options) {
  // Forked schedules and their parent share memory that a second worker must
  // not share.
  if (options.mode != Mode::kSnapshot) return false;
  return options.workers == 0 ? Processors() > 1 : options.workers > 1;
}

bool SecondWorker::Fork(Driver* driver) {
  Dismiss();
  // What was just learned would take effect in one of the two only.
  if (runtime->learned.HasNews()) return false;
  report_ = static_cast<Report*>(MapShared(sizeof(Report)));
  if (report_ == nullptr) return false;
  // Threads that the last schedule left anywhere may hold the C library's
  // locks.
  runtime->snapshot.Restore();
  known_when_forked_ = runtime->learned.known().size();
  process_ = RealFunction<pid_t()>("fork")();
  if (process_ == kNone) Dismiss();
  if (process_ > 0) AwaitBeginning();
  if (process_ != kIsSecond) return false;

  prctl(PR_SET_PDEATHSIG, SIGKILL);
  Result* result = driver->result();
  const Result known = *result;
  const bool separate = runtime->Separate() &&
                        RenewShared(result, sizeof(Result)) && CatchCrashes();
  if (!separate) syscall(SYS_exit_group, 0);
  *result = known;
  driver->ShowProgress(&report_->progress);
  return true;
}

void SecondWorker::Begin() {
  __atomic_store_n(&report_->begun, true, __ATOMIC_RELEASE);
}

// It takes about a millisecond.
void SecondWorker::AwaitBeginning() {
  while (!__atomic_load_n(&report_->begun, __ATOMIC_ACQUIRE)) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = kNone;
      Dismiss();
      return;
    }
    sched_yield();
  }
}

void SecondWorker::Deliver(Driver* driver, Driver::Stop stop, bool cut) {
  report_->stop = stop;
  report_->cut = cut;
  report_->learned = runtime->learned;
  report_->result = *driver->result();
  report_->delivered = true;
  syscall(SYS_exit_group, 0);
  __builtin_unreachable();
}

const SecondWorker::Report* SecondWorker::Await() {
  if (process_ <= 0) return nullptr;
  const Learned& learned = runtime->learned;
  if (learned.HasNews() || learned.known().size() != known_when_forked_) {
    Dismiss();
    return nullptr;
  }
  const int handle = static_cast<int>(syscall(SYS_pidfd_open, process_, 0));
  uint64_t progress = 0;
  for (int looks = 0; looks < kPatience; ++looks) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = kNone;
      break;
    }
    pollfd ended = {handle, POLLIN, 0};
    poll(&ended, 1, kLookMilliseconds);
    if (report_->progress == progress) continue;
    progress = report_->progress;
    looks = 0;
    // Who watches the first worker must see that something goes on.
    ++runtime->steps_in_all;
  }
  close(handle);
  const bool delivered = process_ == kNone && report_->delivered;
  if (!delivered) Dismiss();
  return report_;
}

void SecondWorker::Dismiss() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  process_ = kNone;
  if (report_ != nullptr) UnmapShared(report_, sizeof(Report));
  report_ = nullptr;
}

}  // namespace racefree::explore
