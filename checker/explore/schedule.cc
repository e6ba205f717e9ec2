#include "checker/explore/schedule.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "checker/explore/deadlock.h"
#include "checker/explore/runtime.h"
#include "checker/explore/worker.h"

namespace racefree::explore {
namespace {

constexpr int kMaxFruitlessRounds = 40;
// A wait's time may run out before others had theirs so many times in a row for
// one thread; after that only when nobody else can run. Else a loop around a
// timed wait would make schedules without end.
constexpr int kMaxEarlyTimeOuts = 2;
constexpr int kMaxSpuriousWakeUps = 1;
constexpr uint64_t kStartOfTime = 1'000'000'000'000;

void RunThread() {
  Schedule& schedule = runtime->schedule;
  Thread& self = schedule.thread(schedule.running());
  // A kernel thread's own storage lies above its stack, and is its state too.
  self.stack_base =
      schedule.options().mode == Mode::kKernelThreads
          ? self.context.thread_pointer
          : reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  schedule.FinishThread(self.entry(self.argument));
}

}  // namespace

void OutOfRoom(const char* for_what) {
  constexpr const char* kMessage =
      "this test uses more %s than the explorer has room for; explore a "
      "smaller scenario";
  if (!runtime->exploring) {
    AbandonWork(FindingKind::kNotControlled, kMessage, for_what);
  }
  runtime->schedule.Fail(FindingKind::kNotControlled, 0, kMessage, for_what);
}

void Schedule::Start(const Options& options, Search* search) {
  options_ = options;
  search_ = search;
  threads_[0] = Thread();
  thread_count_ = 1;
  running_ = 0;
  step_ = 0;
  fruitless_rounds_ = 0;
  unlucky_rounds_ = 0;
  changes_at_round_ = 0;
  now_ = kStartOfTime;
  fairness_acted_ = false;
  time_bounded_ = false;
  forgot_stores_ = false;
  slow_failure_ = false;
  ending_ = Ending::kRunning;
  finding_.kind = FindingKind::kNone;
  path_.clear();
}

int Schedule::Perform(const Operation& operation) {
  Thread& self = threads_[running_];
  self.pending = operation;
  runtime->recorder.Announced(running_);
  self.frame = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  runtime->spinning.BeforeOperation(running_, &self);
  if (self.starting) {
    self.starting = false;
    SwitchTo(self.creator);
  } else {
    SwitchTo(Decide());
  }
  if (!self.pending.may_be_stale && self.alternative == kTimedOut &&
      now_ < self.pending.deadline) {
    now_ = self.pending.deadline;
  }
  runtime->recorder.Performed(running_, self.pending, self.alternative);
  return self.alternative;
}

ThreadId Schedule::Create(void* (*entry)(void*), void* argument,
                          uintptr_t* handle) {
  if (thread_count_ == kMaxThreads) {
    Fail(FindingKind::kNotControlled, 0,
         "this test starts more than %d threads, which is as many as the "
         "explorer has room for; explore a smaller scenario",
         kMaxThreads - 1);
  }
  if (static_cast<size_t>(thread_count_) > lenders.size()) {
    End(Ending::kNeedsThreads);
  }
  const ThreadId id = thread_count_++;
  const StackLender& lender = lenders[static_cast<size_t>(id - 1)];
  Thread& thread = threads_[id];
  thread = Thread();
  thread.entry = entry;
  thread.argument = argument;
  thread.creator = running_;
  thread.starting = true;
  runtime->happens_before.StartThread(running_, id);
  if (!HasKernelThreads()) {
    PrepareContext(&thread.context, lender.stack_top, lender.thread_pointer,
                   RunThread);
  } else if (!runtime->kernel_threads.Create(id, RunThread,
                                             &thread.context.thread_pointer)) {
    Fail(FindingKind::kMachineFault, 0,
         "the machine has no room for another thread: nothing is known about "
         "the program");
  }
  *handle = thread.context.thread_pointer;
  SwitchTo(id);
  return id;
}

void Schedule::FinishThread(void* result) {
  Thread& self = threads_[running_];
  runtime->thread_ends.RunFor(running_);
  self.result = result;
  self.finished = true;
  runtime->spinning.Changed(&self);
  NoteEffect();
  // After pthread_exit in the test's own thread the others may be the last.
  if (CountRunning() == 0) End(Ending::kCompleted);
  SwitchTo(self.starting ? self.creator : Decide());
  __builtin_unreachable();
}

int Schedule::CountRunning() const {
  int count = 0;
  for (ThreadId id = 0; id < thread_count_; ++id) {
    if (!threads_[id].finished) ++count;
  }
  return count;
}

void Schedule::FinishTest() {
  for (ThreadId id = 1; id < thread_count_; ++id) {
    const Thread& thread = threads_[id];
    if (thread.finished) continue;
    Fail(FindingKind::kThreadLeftRunning, 0,
         "the test is over, but thread %d still runs (nobody waited for it)",
         id);
  }
  End(Ending::kCompleted);
}

void Schedule::Fail(const Finding& finding) {
  finding_ = finding;
  End(Ending::kFailed);
}

void Schedule::Describe(FindingKind kind, uintptr_t code, const char* format,
                        va_list arguments) {
  // Its message alone is 2 KiB: not on the program's stack.
  finding_ = Finding();
  finding_.kind = kind;
  finding_.thread = running_;
  finding_.code = code;
  vsnprintf(finding_.message, sizeof(finding_.message), format, arguments);
}

void Schedule::Fail(FindingKind kind, uintptr_t code, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Describe(kind, code, format, arguments);
  va_end(arguments);
  End(Ending::kFailed);
}

void Schedule::NoteFailure(FindingKind kind, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Describe(kind, 0, format, arguments);
  va_end(arguments);
  runtime->exploring = false;
  ending_ = Ending::kFailed;
}

void Schedule::End(Ending ending) {
  runtime->recorder.Ended();
  ending_ = ending;
  runtime->exploring = false;
  // Whichever thread this is: the process was made for this schedule alone.
  if (HasKernelThreads()) syscall(SYS_exit_group, 0);
  Context abandoned;
  SwitchContext(&abandoned, driver);
  __builtin_unreachable();
}

void Schedule::SwitchTo(ThreadId next) {
  if (next == running_) return;
  const ThreadId before = running_;
  runtime->recorder.LeavesOff(before);
  running_ = next;
  if (HasKernelThreads()) return runtime->kernel_threads.HandOver(before, next);
  SwitchContext(&threads_[before].context, threads_[next].context);
}

void Schedule::Advance(uint64_t nanoseconds) {
  now_ += nanoseconds;
  runtime->live_lock.NoteOther();
}

ThreadId Schedule::FindByPthread(uintptr_t pthread) const {
  for (ThreadId id = 0; id < thread_count_; ++id) {
    if (threads_[id].context.thread_pointer == pthread) return id;
  }
  return kNobody;
}

bool Schedule::IsEnabled(const Thread& thread, ThreadId id, int alternative,
                         uint64_t deadline) {
  const Operation& operation = thread.pending;
  const bool waits = operation.is_try_lock
                         ? !runtime->locks.IsFree(reinterpret_cast<const void*>(
                               operation.touches[0].address))
                         : alternative == kNormally || operation.may_be_stale;
  if (thread.spinning && waits) {
    fairness_acted_ = true;
    return false;
  }
  if (operation.may_be_stale) {
    if (thread.sees_newest && alternative != kNormally) {
      fairness_acted_ = true;
      return false;
    }
    return operation.enabled(operation, id, alternative);
  }
  if (alternative == kTimedOut) {
    const bool early = options_.time == TimeModel::kAnyTime &&
                       thread.early_time_outs < kMaxEarlyTimeOuts;
    if (operation.deadline == 0) return false;
    if (!early && operation.deadline > std::max(deadline, now_)) {
      if (options_.time == TimeModel::kAnyTime) time_bounded_ = true;
      return false;
    }
  }
  if (alternative == kSpuriously &&
      (!operation.can_wake_spuriously ||
       thread.spurious_wake_ups >= kMaxSpuriousWakeUps)) {
    return false;
  }
  return operation.enabled == nullptr ||
         operation.enabled(operation, id, alternative);
}

void Schedule::CollectChoices(uint64_t deadline) {
  choices_.clear();
  for (ThreadId id = 0; id < thread_count_; ++id) {
    const Thread& thread = threads_[id];
    if (thread.finished) continue;
    int alternatives = 1;
    if (thread.pending.deadline != 0) alternatives = kTimedOut + 1;
    if (thread.pending.can_wake_spuriously) alternatives = kSpuriously + 1;
    if (thread.pending.may_be_stale) alternatives = kMaxAlternatives;
    for (int i = 0; i < alternatives; ++i) {
      if (IsEnabled(thread, id, i, deadline)) {
        choices_.push_back({static_cast<int8_t>(id), static_cast<int8_t>(i)});
      }
    }
  }
}

void Schedule::CollectChoicesWhenIdle() {
  uint64_t deadline = 0;
  do {
    // Whoever's time is over first may still need a lock, the owner of which
    // waits for a later time.
    deadline = NextDeadline(deadline);
    CollectChoices(deadline);
  } while (choices_.empty() && deadline != 0);
}

void Schedule::ReleaseSpinner() {
  for (int i = 0; i < thread_count_; ++i) {
    Thread& thread =
        threads_[(fruitless_rounds_ + unlucky_rounds_ + i) % thread_count_];
    if (thread.finished || !thread.spinning) continue;
    thread.spinning = false;
    break;
  }
  CollectChoicesWhenIdle();
}

// Enough for a live-lock to come round twice: each time all threads in it do,
// and what the first did to get there may differ.
int Schedule::MaxUnluckyRounds() const {
  int spinning = 0;
  for (ThreadId id = 0; id < thread_count_; ++id) {
    if (!threads_[id].finished && threads_[id].spinning) ++spinning;
  }
  return 2 * spinning + 2;
}

uint64_t Schedule::NextDeadline(uint64_t after) const {
  uint64_t earliest = 0;
  for (ThreadId id = 0; id < thread_count_; ++id) {
    const Thread& thread = threads_[id];
    const uint64_t deadline = thread.pending.deadline;
    if (thread.finished || deadline <= after) continue;
    if (earliest == 0 || deadline < earliest) earliest = deadline;
  }
  return earliest;
}

ThreadId Schedule::Decide() {
  if (step_ == options_.max_steps || path_.full()) End(Ending::kTooLong);
  bool recurs = false;
  CollectChoices(0);
  if (choices_.empty()) CollectChoicesWhenIdle();
  if (choices_.empty()) {
    // Whoever spins may look once more, one after the other.
    if (runtime->spinning.changes() != changes_at_round_) {
      // They do back off, and still got in each other's way: bad luck, which no
      // fair scheduler has for ever.
      changes_at_round_ = runtime->spinning.changes();
      recurs = runtime->live_lock.Recurs();
      if (++unlucky_rounds_ > MaxUnluckyRounds() && !recurs) {
        End(Ending::kGivenUp);
      }
      if (!recurs) ReleaseSpinner();
    } else if (++fruitless_rounds_ <= kMaxFruitlessRounds) {
      ReleaseSpinner();
    }
  }
  State state;
  state.step = step_++;
  state.running = running_;
  state.thread_count = thread_count_;
  state.choices = &choices_;
  for (ThreadId id = 0; id < thread_count_; ++id) {
    state.pending[id] = threads_[id].finished ? nullptr : &threads_[id].pending;
  }
  uint64_t can_run = 0;
  for (const Choice& choice : choices_) {
    can_run |= uint64_t{1} << choice.thread;
    if (choice.thread == running_ && choice.alternative == kNormally) {
      state.running_enabled = true;
    }
  }
  if (choices_.empty()) {
    search_->Standstill(state);
    NobodyCanRun(recurs);
  }
  const Choice choice = search_->Choose(state);
  if (choice.thread == kNobody) End(Ending::kGivenUp);
  runtime->live_lock.Moves(can_run, choice.thread,
                           threads_[choice.thread].pending);
  path_.push_back(choice);
  ++runtime->steps_in_all;
  Thread& chosen = threads_[choice.thread];
  chosen.alternative = choice.alternative;
  if (!chosen.pending.may_be_stale) {
    if (choice.alternative == kTimedOut && choices_.size() > 1) {
      ++chosen.early_time_outs;
    }
    if (choice.alternative == kSpuriously) ++chosen.spurious_wake_ups;
  }
  return choice.thread;
}

void Schedule::NobodyCanRun(bool recurs) {
  finding_ = Finding();
  if (recurs) {
    DescribeLiveLock(*this, &finding_);
  } else {
    DescribeStandstill(*this, &finding_);
  }
  End(Ending::kFailed);
}

}  // namespace racefree::explore
