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
  } else if (runtime->IsAsleep(id)) {
    text->Add("waits for a notification");
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

const char* Title(FindingKind kind) {
  switch (kind) {
    case FindingKind::kLiveLock:
      return "live-lock: ";
    case FindingKind::kLostWakeUp:
      return "lost wake-up: ";
    default:
      return "deadlock: ";
  }
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

void DescribeLiveLock(Schedule& schedule, Finding* finding) {
  finding->kind = FindingKind::kLiveLock;
  Text text(finding);
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    if (thread.spinning) {
      finding->thread = id;
      finding->code = thread.pending.code;
    }
    DescribeWait(schedule, id, &text);
  }
  text.Add(
      "all is as it was some steps ago, though each had its turn: this "
      "can go on for ever");
}

void DescribeStandstill(Schedule& schedule, Finding* finding) {
  bool sleeps_unnotified = false;
  bool spins = false;
  bool cycle = false;
  bool all_join = true;
  // Told first: who is in a circle; who waits for no other thread, so that
  // others wait for it; who waits for more than the end of another.
  int most_blame = 0;
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    const bool joins = thread.pending.joins != kNobody;
    const bool in_cycle = IsInCycle(schedule, id);
    cycle = cycle || in_cycle;
    const int blame = in_cycle                             ? 4
                      : AwaitedBy(schedule, id) == kNobody ? 3
                      : !joins                             ? 2
                                                           : 1;
    if (blame >= most_blame) {
      most_blame = blame;
      finding->thread = id;
      finding->code = thread.pending.code;
    }
    all_join = all_join && joins;
    spins = spins || thread.spinning || thread.pending.watches_all;
    sleeps_unnotified = sleeps_unnotified || runtime->IsAsleep(id);
  }
  finding->kind = cycle               ? FindingKind::kDeadlock
                  : spins             ? FindingKind::kLiveLock
                  : sleeps_unnotified ? FindingKind::kLostWakeUp
                                      : FindingKind::kDeadlock;
  Text text(finding);
  text.Add("%s", Title(finding->kind));
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    // Whoever only waits for the end of a thread that stands still explains
    // nothing, unless that is how the circle closes.
    const bool joins = thread.pending.joins != kNobody;
    if (joins && !all_join && !IsInCycle(schedule, id)) continue;
    DescribeWait(schedule, id, &text);
  }
  switch (finding->kind) {
    case FindingKind::kLiveLock:
      text.Add("they run, but none of them gets anywhere");
      break;
    case FindingKind::kLostWakeUp:
      text.Add("nobody is left to wake the sleeper");
      break;
    default:
      text.Add("none of them can ever go on");
      break;
  }
}

}  // namespace racefree::explore
