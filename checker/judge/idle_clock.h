#ifndef RACEFREE_CHECKER_JUDGE_IDLE_CLOCK_H_
#define RACEFREE_CHECKER_JUDGE_IDLE_CLOCK_H_

#include <sys/types.h>

#include "absl/time/time.h"

namespace racefree {

// For how long a program has made no progress. Time in which it wanted to run
// but the machine was busy with others does not count: a loaded machine must
// not make a right answer look hung. Its child processes belong to it.
class IdleClock {
 public:
  explicit IdleClock(pid_t process);

  // The program has made progress.
  void Reset();

  // To be called several times a second.
  void Tick();

  absl::Duration idle() const { return idle_; }

 private:
  const pid_t process_;
  absl::Time last_tick_;
  absl::Duration last_cpu_time_;
  absl::Duration idle_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_IDLE_CLOCK_H_
