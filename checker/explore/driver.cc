#include "checker/explore/driver.h"

#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <csignal>

#include "checker/explore/crashes.h"
#include "checker/explore/interpose/interpose.h"
#include "checker/explore/runtime.h"
#include "checker/explore/watch.h"

namespace racefree::explore {
namespace {

// The body of the schedule that is about to start.
void (*current_body)(void*);
void* current_argument;

}  // namespace

double RealSeconds() {
  timespec time;
  // Looked up before the first snapshot, so that it need not be each time.
  static auto* const get_time =
      RealFunction<int(clockid_t, timespec*)>("clock_gettime");
  get_time(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_nsec) / 1e9;
}

void Driver::RunBody() {
  runtime->schedule.thread(0).stack_base =
      reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  current_body(current_argument);
  runtime->schedule.FinishTest();
}

bool Driver::OutOfTime() const { return RealSeconds() > stop_at_; }

void Driver::RunOne(Search* search, const Options& options) {
  runtime->StartSchedule(options, search);
  if (options.mode != Mode::kSnapshot) return RunInFork();
  runtime->descriptors.CloseOthers();
  runtime->snapshot.Restore();
  RunHere();
}

void Driver::RunHere() {
  Schedule& schedule = runtime->schedule;
  runtime->kernel_threads.StartSchedule();
  current_body = body_;
  current_argument = argument_;
  PrepareContext(&schedule.thread(0).context, body_stack_,
                 CurrentThreadPointer(), RunBody);
  runtime->exploring = true;
  SwitchContext(&schedule.driver, schedule.thread(0).context);
}

void Driver::RunInFork() {
  Schedule& schedule = runtime->schedule;
  const pid_t child = RealFunction<pid_t()>("fork")();
  if (child == 0) {
    runtime->runner = getpid();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    StartTicking();
    // Its memory is a copy already.
    runtime->snapshot.UnprotectAll();
    RunHere();
    syscall(SYS_exit_group, 0);
  }
  int status = 0;
  if (child < 0) {
    schedule.NoteFailure(FindingKind::kMachineFault,
                         "the machine has no room for another process: nothing "
                         "is known about the program");
    return;
  }
  waitpid(child, &status, 0);
  runtime->runner = getpid();
  // See AbandonWork().
  if (result_->done) syscall(SYS_exit_group, 0);
  if (schedule.ending() != Ending::kRunning) return;
  if (WasKilledFromOutside(status)) {
    schedule.NoteFailure(
        FindingKind::kMachineFault,
        "while thread %d ran, the program was killed from outside (signal %d), "
        "as the kernel does when memory runs out: nothing is known about the "
        "program",
        schedule.running(), WTERMSIG(status));
  } else if (WIFSIGNALED(status)) {
    schedule.NoteFailure(
        FindingKind::kProgramEnded,
        "while thread %d ran, the program was killed by signal %d",
        schedule.running(), WTERMSIG(status));
  } else {
    schedule.NoteFailure(
        FindingKind::kProgramEnded,
        "while thread %d ran, the program ended with status %d",
        schedule.running(), WEXITSTATUS(status));
  }
}

Driver::Stop Driver::Run(Search* search, const Options& options, uint64_t limit,
                         bool stop_when_learned) {
  Schedule& schedule = runtime->schedule;
  for (uint64_t count = 0; count < limit; ++count) {
    if (OutOfTime()) {
      result_->out_of_time = true;
      return Stop::kBudget;
    }
    if (!search->Next()) return Stop::kEnded;
    RunOne(search, options);
    search->Finished();
    ++result_->schedules;
    result_->any_completed |= schedule.ending() == Ending::kCompleted;
    if (progress_ != nullptr) ++*progress_;
    result_->steps += static_cast<uint64_t>(schedule.step());
    result_->fairness_acted |= schedule.fairness_acted();
    result_->time_bounded |= schedule.time_bounded();
    result_->forgot_stores |= schedule.forgot_stores();
    if (search->diverged()) {
      result_->diverged = true;
      return Stop::kEnded;
    }
    switch (schedule.ending()) {
      case Ending::kFailed:
        if (options.stop_at_finding) return Stop::kFound;
        AddOutcome(result_, ~static_cast<uint64_t>(schedule.finding().kind));
        ++result_->completed;
        break;
      case Ending::kNeedsThreads:
        result_->needs_threads = true;
        return Stop::kNeedsThreads;
      case Ending::kTooLong:
        result_->too_long = true;
        break;
      case Ending::kGivenUp:
        ++result_->given_up;
        break;
      default:
        ++result_->completed;
        break;
    }
    if (stop_when_learned && runtime->learned.HasNews()) return Stop::kLearned;
  }
  return Stop::kBudget;
}

}  // namespace racefree::explore
