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
    } else if (owner != kNobody) {
      text->Add(", held by thread %d", owner);
    }
  }
  text->Add("; ");
}

}  // namespace

void DescribeStandstill(Schedule& schedule, Finding* finding) {
  bool sleeps_unnotified = false;
  bool spins = false;
  Text text(finding);
  for (ThreadId id = 0; id < schedule.thread_count(); ++id) {
    const Thread& thread = schedule.thread(id);
    if (thread.finished) continue;
    if (finding->code == 0 || thread.pending.joins == kNobody) {
      finding->thread = id;
      finding->code = thread.pending.code;
    }
    spins = spins || thread.spinning || thread.pending.watches_all;
    sleeps_unnotified = sleeps_unnotified || runtime->IsAsleep(id);
    DescribeWait(schedule, id, &text);
  }
  if (spins) {
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
