#include "checker/explore/deadlock.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "checker/explore/runtime.h"
#include "checker/explore/schedule.h"

namespace racefree::explore {
namespace {

// Appends to a message of bounded size.
class Text {
 public:
  explicit Text(Finding* finding) : finding_(finding) {}

  void Add(const char* format, ...) __attribute__((format(printf, 2, 3))) {
    const size_t used = strlen(finding_->message);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(finding_->message + used, sizeof(finding_->message) - used,
              format, arguments);
    va_end(arguments);
  }

 private:
  Finding* finding_;
};

// Whether it has the lock, but only shared.
bool HoldsShared(ThreadId id, uintptr_t lock) {
  const bool is_lock = runtime->locks.Label(lock)[0] != '\0';
  return is_lock && runtime->locks.Owner(lock) == kNobody &&
         runtime->locks.IsHeldBy(reinterpret_cast<const void*>(lock), id);
}

void DescribeWait(Schedule& schedule, ThreadId id, Text* text) {
  const Thread& thread = schedule.thread(id);
  const Operation& operation = thread.pending;
  text->Add("thread %d ", id);
  if (operation.joins != kNobody) {
    text->Add("waits for the end of thread %d", operation.joins);
  } else if (operation.touch_count == 0) {
    text->Add("%s", operation.name);
  } else {
    const auto& place = operation.touches[operation.touch_count - 1];
    const ThreadId owner = runtime->locks.Owner(place.address);
    const char* label = runtime->locks.Label(place.address);
    char waiting[100];
    DescribeWaiting(operation, label, waiting, sizeof(waiting));
    text->Add("%s", waiting);
    if (owner == id) {
      text->Add(", which it holds itself");
    } else if (HoldsShared(id, place.address)) {
      text->Add(", which it holds itself, shared");
    } else if (owner != kNobody) {
      text->Add(", held by thread %d", owner);
    }
  }
  text->Add("; ");
}

// Whom `id` waits for, if it is a certain thread.
ThreadId AwaitedBy(Schedule& schedule, ThreadId id) {
  const Thread& thread = schedule.thread(id);
  const Operation& operation = thread.pending;
  // A sleeper needs a notification first.
  if (thread.finished || runtime->IsAsleep(id)) return kNobody;
  if (operation.joins != kNobody) return operation.joins;
  if (operation.touch_count == 0) return kNobody;
  const uintptr_t lock = operation.touches[operation.touch_count - 1].address;
  return HoldsShared(id, lock) ? id : runtime->locks.Owner(lock);
}

// Whether threads wait for each other in a circle through `id`: whatever else
// may wait, this is why.
bool IsInCycle(Schedule& schedule, ThreadId id) {
  ThreadId next = id;
  for (int i = 0; i < schedule.thread_count(); ++i) {
    next = AwaitedBy(schedule, next);
    if (next == kNobody) return false;
    if (next == id) return true;
  }
  return false;
}

}  // namespace

void DescribeStandstill(Schedule& schedule, Finding* finding) {
  bool sleeps_unnotified = false;
  bool spins = false;
  bool cycle = false;
  // Told first: who is in a circle; who waits for no other thread, so that
  // others wait for it; who waits for more than the end of another.
  int most_blame = 0;
  Text text(finding);
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    const bool in_cycle = IsInCycle(schedule, id);
    cycle = cycle || in_cycle;
    const int blame = in_cycle                                       ? 4
                      : AwaitedBy(schedule, id) == kNobody           ? 3
                      : schedule.thread(id).pending.joins == kNobody ? 2
                                                                     : 1;
    if (blame >= most_blame) {
      most_blame = blame;
      finding->thread = id;
      finding->code = thread.pending.code;
    }
    spins = spins || thread.spinning || thread.pending.watches_all;
    sleeps_unnotified = sleeps_unnotified || runtime->IsAsleep(id);
    DescribeWait(schedule, id, &text);
  }
  if (cycle) {
    finding->kind = FindingKind::kDeadlock;
    text.Add("none of them can ever go on");
  } else if (spins) {
    finding->kind = FindingKind::kLiveLock;
    text.Add("they run, but none of them gets anywhere");
  } else if (sleeps_unnotified) {
    finding->kind = FindingKind::kLostWakeUp;
    text.Add("nobody is left to wake the sleeper");
  } else {
    finding->kind = FindingKind::kDeadlock;
    text.Add("none of them can ever go on");
  }
}

}  // namespace racefree::explore
