#ifndef RACEFREE_CHECKER_EXPLORE_DRIVER_H_
#define RACEFREE_CHECKER_EXPLORE_DRIVER_H_

#include <cstdint>

#include "checker/explore/options.h"
#include "checker/explore/result.h"
#include "checker/explore/schedule.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// Runs schedules, one after the other, on a stack of its own beside the
// program's. Only in a worker process.
class Driver {
 public:
  // `body_stack`: where the test's body may put its frames, growing down.
  // `stop_at`: when Run() stops, as RealSeconds() tells the time.
  Driver(const Options& options, Result* result, void (*body)(void*),
         void* argument, char* body_stack, double stop_at)
      : options_(options),
        result_(result),
        body_(body),
        argument_(argument),
        body_stack_(body_stack),
        stop_at_(stop_at) {}

  enum class Stop {
    kEnded,
    kFound,
    kBudget,
    kLearned,
    kNeedsThreads,
    // This process is now the second worker (see SecondWorker).
    kIsSecond,
  };

  // Runs up to `limit` schedules of `search`, until one fails. With
  // `stop_when_learned` returns when a line became known that must be a choice
  // point.
  Stop Run(Search* search, const Options& options, uint64_t limit,
           bool stop_when_learned);

  // Runs one schedule; see runtime->schedule for how it went.
  void RunOne(Search* search, const Options& options);

  // Counts schedules in `progress` from now on.
  void ShowProgress(uint64_t* progress) { progress_ = progress; }

  const Options& options() const { return options_; }
  Result* result() { return result_; }
  bool OutOfTime() const;

 private:
  static void RunBody();
  void RunHere();
  void RunInFork();

  const Options options_;
  Result* const result_;
  void (*const body_)(void*);
  void* const argument_;
  char* const body_stack_;
  const double stop_at_;
  uint64_t* progress_ = nullptr;
};

// Seconds since some moment, by the real clock.
double RealSeconds();

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_DRIVER_H_
