#include "checker/explore/kernel_threads.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "checker/explore/crashes.h"
#include "checker/explore/real_function.h"
#include "checker/explore/runtime.h"

namespace racefree::explore {
namespace {

// As that of a thread in user space.
constexpr size_t kStackSize = size_t{512} << 10;

// The program's own calls of this kind are scheduled; these are not.
void Futex(int* word, int operation, int value) {
  static auto* const real = RealFunction<long(long, ...)>("syscall");
  real(SYS_futex, word, operation, value, nullptr, nullptr, 0);
}

}  // namespace

struct KernelThreads::Start {
  KernelThreads* threads;
  ThreadId id;
  void (*entry)();
  int is_ready;
};

void KernelThreads::StartSchedule() {
  for (int& baton : has_baton_) baton = 0;
}

void* KernelThreads::Run(void* argument) {
  auto* start = static_cast<Start*>(argument);
  KernelThreads* threads = start->threads;
  const ThreadId id = start->id;
  void (*const entry)() = start->entry;
  UseOwnSignalStack();
  // From here on `start` is gone.
  __atomic_store_n(&start->is_ready, 1, __ATOMIC_RELEASE);
  threads->Await(id);
  entry();
  __builtin_unreachable();
}

bool KernelThreads::Create(ThreadId id, void (*entry)(), uintptr_t* pthread) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStackSize);
  Start start = {this, id, entry, 0};
  pthread_t thread;
  // What the C library allocates for it is not the program's.
  runtime->exploring = false;
  const int error = RealFunction<int(pthread_t*, const pthread_attr_t*,
                                     void* (*)(void*), void*)>(
      "pthread_create")(&thread, &attributes, Run, &start);
  pthread_attr_destroy(&attributes);
  if (error == 0) {
    while (__atomic_load_n(&start.is_ready, __ATOMIC_ACQUIRE) == 0) {
      syscall(SYS_sched_yield);
    }
    *pthread = thread;
  }
  runtime->exploring = true;
  return error == 0;
}

void KernelThreads::HandOver(ThreadId from, ThreadId to) {
  __atomic_store_n(&has_baton_[to], 1, __ATOMIC_RELEASE);
  Futex(&has_baton_[to], FUTEX_WAKE, 1);
  Await(from);
}

void KernelThreads::Await(ThreadId id) {
  int* baton = &has_baton_[id];
  while (__atomic_exchange_n(baton, 0, __ATOMIC_ACQUIRE) == 0) {
    Futex(baton, FUTEX_WAIT, 0);
  }
}

}  // namespace racefree::explore
