#ifndef RACEFREE_CHECKER_EXPLORE_SCHEDULE_H_
#define RACEFREE_CHECKER_EXPLORE_SCHEDULE_H_

#include <cstdarg>
#include <cstdint>

#include "checker/explore/context.h"
#include "checker/explore/finding.h"
#include "checker/explore/fixed_vector.h"
#include "checker/explore/operation.h"
#include "checker/explore/options.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// How a schedule came to its end.
enum class Ending : uint8_t {
  kRunning,
  kCompleted,
  kFailed,
  // The search gave it up: an equal one is explored elsewhere.
  kGivenUp,
  // It reached the step limit.
  kTooLong,
  // Something became known (see Learned) and the search must start again.
  kLearned,
  // The program needs more threads than stacks were prepared for.
  kNeedsThreads,
};

struct Thread {
  Context context;
  bool finished = false;
  bool joined = false;
  bool detached = false;
  // Runs for the first time, up to its first operation.
  bool starting = false;
  ThreadId creator = kNobody;
  void* (*entry)(void*) = nullptr;
  void* argument = nullptr;
  void* result = nullptr;
  Operation pending;
  // Where its stack begins, and the frame in which it showed `pending`.
  uintptr_t stack_base = 0;
  uintptr_t frame = 0;
  // The alternative in which `pending` was chosen.
  int alternative = kNormally;
  int early_time_outs = 0;
  int spurious_wake_ups = 0;
  bool spinning = false;
  // Its pending load returns the newest value: it saw an older one too often.
  bool sees_newest = false;
};

// Runs one schedule: exactly one thread at a time, which shows each operation
// to the schedule before it does it.
class Schedule {
 public:
  // Gets ready. Thread 0 is the caller of the test; it runs `body`.
  void Start(const Options& options, Search* search);

  // Called by the running thread: this is what I shall do next. Returns once it
  // may be done, which way (an alternative of the operation).
  int Perform(const Operation& operation);

  // A new thread runs up to its first operation at once; then the caller goes
  // on.
  // `handle`: where its pthread_t goes, before it runs.
  ThreadId Create(void* (*entry)(void*), void* argument, uintptr_t* handle);

  // The running thread is over.
  [[noreturn]] void FinishThread(void* result);

  // The test's body is over.
  [[noreturn]] void FinishTest();

  // The schedule is over, by a fault of the program.
  [[noreturn]] void Fail(const Finding& finding);
  // The same, with the usual facts filled in. `format` as for printf.
  [[noreturn]] void Fail(FindingKind kind, uintptr_t code, const char* format,
                         ...) __attribute__((format(printf, 4, 5)));

  // For a schedule that was run by another process, which did not come to its
  // end: does not leave the running one.
  void NoteFailure(FindingKind kind, const char* format, ...)
      __attribute__((format(printf, 3, 4)));

  // The schedule is over.
  [[noreturn]] void End(Ending ending);

  // The running thread gives way to nobody while it has effects that others
  // may wait for.
  void NoteEffect() { fruitless_rounds_ = 0; }

  ThreadId running() const { return running_; }
  int thread_count() const { return thread_count_; }
  Thread& thread(ThreadId id) { return threads_[id]; }
  ThreadId FindByPthread(uintptr_t pthread) const;

  // Whether all other threads have ended.
  bool RunsAlone() const { return CountRunning() == 1; }

  int step() const { return step_; }
  uint64_t now() const { return now_; }
  // The program looks at the clock; so much time has passed.
  void Advance(uint64_t nanoseconds);

  Ending ending() const { return ending_; }
  const Finding& finding() const { return finding_; }
  Finding* mutable_finding() { return &finding_; }
  const Path& path() const { return path_; }
  // Whether a thread that only repeated itself was held back.
  bool fairness_acted() const { return fairness_acted_; }
  bool time_bounded() const { return time_bounded_; }
  // Whether a store became too old to be read although a thread might.
  bool forgot_stores() const { return forgot_stores_; }
  void NoteForgottenStore() { forgot_stores_ = true; }
  // The failure that follows was found by waiting.
  void NoteSlowFailure() { slow_failure_ = true; }
  bool slow_failure() const { return slow_failure_; }
  const Options& options() const { return options_; }

  // The stacks and thread-local storage for threads 1 and up.
  FixedVector<StackLender, kMaxThreads> lenders;
  Context driver;

 private:
  void Describe(FindingKind kind, uintptr_t code, const char* format,
                va_list arguments);
  int CountRunning() const;
  ThreadId Decide();
  void CollectChoices(uint64_t deadline);
  void CollectChoicesWhenIdle();
  bool IsEnabled(const Thread& thread, ThreadId id, int alternative,
                 uint64_t deadline);
  void ReleaseSpinner();
  // The first one later than `after`; 0 if there is none.
  uint64_t NextDeadline(uint64_t after) const;
  void SwitchTo(ThreadId next);
  bool HasKernelThreads() const {
    return options_.mode == Mode::kKernelThreads;
  }
  [[noreturn]] void NobodyCanRun(bool recurs);
  int MaxUnluckyRounds() const;

  Options options_;
  Search* search_ = nullptr;
  Thread threads_[kMaxThreads];
  int thread_count_ = 0;
  ThreadId running_ = 0;
  int step_ = 0;
  // How often all threads waited and a spinning one was let go on: without any
  // change since the last time, and with one.
  int fruitless_rounds_ = 0;
  int unlucky_rounds_ = 0;
  uint64_t changes_at_round_ = 0;
  uint64_t now_ = 0;
  bool fairness_acted_ = false;
  bool time_bounded_ = false;
  bool forgot_stores_ = false;
  bool slow_failure_ = false;
  Ending ending_ = Ending::kRunning;
  Finding finding_;
  Choices choices_;
  Path path_;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SCHEDULE_H_
