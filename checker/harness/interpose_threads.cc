// Replaces the thread library's calls that start, join and detach a thread by
// ones that also note what became of it. std::thread, std::jthread and
// std::async come through here. In a sanitizer's build nothing is noted.

#include <pthread.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "checker/harness/build_kind.h"
#include "checker/harness/crash_record.h"
#include "checker/harness/lock_record.h"
#include "checker/harness/real_function.h"
#include "checker/harness/stack_walk.h"
#include "checker/harness/thread_record.h"

namespace racefree {
namespace {

enum class Fate { kNotJoined, kJoined, kDetached };

struct StartedThread {
  pthread_t handle;
  Fate fate = Fate::kNotJoined;
  Stack started_at;
};

// A spin lock, because a mutex would come back here through its own record.
class SpinLock {
 public:
  void lock() {
    while (taken_.test_and_set(std::memory_order_acquire)) sched_yield();
  }
  void unlock() { taken_.clear(std::memory_order_release); }

 private:
  std::atomic_flag taken_;
};

SpinLock& RecordLock() {
  static SpinLock lock;
  return lock;
}

std::deque<StartedThread>& StartedThreads() {
  static auto& threads = *new std::deque<StartedThread>;
  return threads;
}

#if RACEFREE_PLAIN_BUILD

void RecordFate(pthread_t handle, Fate fate) {
  std::lock_guard lock(RecordLock());
  // The latest first: the system gives the handles of ended threads out again.
  auto& threads = StartedThreads();
  for (auto thread = threads.rbegin(); thread != threads.rend(); ++thread) {
    if (!pthread_equal(thread->handle, handle)) continue;
    thread->fate = fate;
    return;
  }
}

struct Start {
  void* (*function)(void*);
  void* argument;
};

void* RunThread(void* memory) {
  const Start start = *static_cast<Start*>(memory);
  delete static_cast<Start*>(memory);
  const AlternateStack alternate_stack;
  void* result = start.function(start.argument);
  RecordThreadEnd();
  return result;
}

#endif  // RACEFREE_PLAIN_BUILD

}  // namespace

void ForgetThreads() {
  std::lock_guard lock(RecordLock());
  StartedThreads().clear();
}

std::vector<std::string> ThreadsNotJoined() {
  std::lock_guard lock(RecordLock());
  std::vector<std::string> findings;
  for (const StartedThread& thread : StartedThreads()) {
    if (thread.fate == Fate::kJoined) continue;
    findings.push_back(absl::StrCat(
        thread.fate == Fate::kDetached
            ? "a thread was detached, so nobody can wait for its end"
            : "a thread was never joined",
        "; it was started here: ", StackMark(thread.started_at)));
  }
  return findings;
}

}  // namespace racefree

#if RACEFREE_PLAIN_BUILD

extern "C" {

int pthread_create(pthread_t* handle, const pthread_attr_t* attributes,
                   void* (*function)(void*), void* argument) {
  using racefree::RecordLock;
  using racefree::StartedThreads;
  static auto* const real = racefree::RealFunction<int(
      pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>(__func__);
  auto* start = new racefree::Start{function, argument};
  // Under the lock, so that the new thread can not be joined or detached before
  // it is on the record.
  std::lock_guard lock(RecordLock());
  const int result = real(handle, attributes, racefree::RunThread, start);
  if (result != 0) {
    delete start;
    return result;
  }
  racefree::StartedThread& thread = StartedThreads().emplace_back();
  thread.handle = *handle;
  racefree::UnwindStack(absl::MakeSpan(thread.started_at.offsets));
  return 0;
}

int pthread_join(pthread_t handle, void** result) {
  static auto* const real =
      racefree::RealFunction<int(pthread_t, void**)>(__func__);
  // Before the join: after it the handle may already be another thread's.
  racefree::RecordFate(handle, racefree::Fate::kJoined);
  return real(handle, result);
}

int pthread_detach(pthread_t handle) {
  static auto* const real = racefree::RealFunction<int(pthread_t)>(__func__);
  racefree::RecordFate(handle, racefree::Fate::kDetached);
  return real(handle);
}

}  // extern "C"

#endif  // RACEFREE_PLAIN_BUILD
