#ifndef RACEFREE_CHECKER_EXPLORE_RESULT_H_
#define RACEFREE_CHECKER_EXPLORE_RESULT_H_

#include <cstdint>

#include "checker/explore/finding.h"
#include "checker/explore/search/search.h"

namespace racefree::explore {

// What an exploration found out: plain data, shared between the worker that
// finds it and the process that reports.
struct Result {
  // kNone when nothing was found.
  Finding finding;
  // The schedule that shows it, and the lines that were choice points in it.
  Path path;
  uint64_t learned_count = 0;
  // For a data race: whether `path` goes on to a failure that the race causes,
  // and which. `finding` stays the race.
  Finding consequence;
  int preemptions = 0;
  // Whether `finding` shows only after a while in which nothing happens.
  bool slow_failure = false;

  // What is known when nothing was found, exactly.
  char claim[256] = {};
  // Whether every schedule was covered.
  bool complete = false;

  uint64_t schedules = 0;
  uint64_t steps = 0;
  uint64_t given_up = 0;
  uint64_t completed = 0;
  // How often the search began again because it had learned of another line.
  int restarts = 0;
  bool fairness_acted = false;
  bool time_bounded = false;
  bool forgot_stores = false;
  bool too_long = false;
  bool out_of_time = false;
  // Whether any schedule of any search came to its end.
  bool any_completed = false;
  bool diverged = false;
  bool needs_threads = false;
  // The program's own wish, in its words, not to be judged; else empty.
  char skipped[256] = {};
  bool done = false;
  double seconds = 0;
  // Whether a second worker did part of it. The only field, but for the
  // seconds, that depends on the number of workers.
  bool shared = false;

  // The outcomes that the program noted (see NoteOutcome), each once.
  FixedVector<uint64_t, 4096> outcomes;
};

// Adds an outcome if it is new.
inline void AddOutcome(Result* result, uint64_t outcome) {
  for (uint64_t known : result->outcomes) {
    if (known == outcome) return;
  }
  result->outcomes.push_back(outcome);
}

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_RESULT_H_
