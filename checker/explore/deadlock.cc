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
    if (label[0] != 0) {
      text->Add("waits for %s", label);
    } else {
      text->Add("waits: %s", operation.name);
    }
    if (owner == id) {
      text->Add(", which it holds itself");
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

}  // namespace

void DescribeStandstill(Schedule& schedule, Finding* finding) {
  bool sleeps_unnotified = false;
  bool spins = false;
  bool all_join = true;
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    const bool joins = thread.pending.joins != kNobody;
    if (finding->code == 0 || !joins) {
      finding->thread = id;
      finding->code = thread.pending.code;
    }
    all_join = all_join && joins;
    spins = spins || thread.spinning || thread.pending.watches_all;
    sleeps_unnotified = sleeps_unnotified || runtime->IsAsleep(id);
  }
  finding->kind = spins               ? FindingKind::kLiveLock
                  : sleeps_unnotified ? FindingKind::kLostWakeUp
                                      : FindingKind::kDeadlock;
  Text text(finding);
  text.Add("%s", Title(finding->kind));
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    // Whoever waits for the end of a thread that stands still explains nothing.
    if (thread.pending.joins != kNobody && !all_join) continue;
    DescribeWait(schedule, id, &text);
  }
  if (spins) {
    text.Add("they run, but none of them gets anywhere");
  } else if (sleeps_unnotified) {
    text.Add("nobody is left to wake the sleeper");
  } else {
    text.Add("none of them can ever go on");
  }
}

}  // namespace racefree::explore
