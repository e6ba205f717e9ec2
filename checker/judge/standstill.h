#ifndef RACEFREE_CHECKER_JUDGE_STANDSTILL_H_
#define RACEFREE_CHECKER_JUDGE_STANDSTILL_H_

#include <sys/types.h>

#include <string>

namespace racefree {

// Notices early that a program will never go on: each of its threads waits,
// without a time limit, for a lock, a condition, an atomic or the end of
// another thread, and it has no child process. Only a thread could wake one.
//
// A thread that is asleep at two looks, and has not given up the processor in
// between, has slept all the time. If that holds for all threads, there was a
// moment at which all of them slept.
//
// Where the system does not tell what threads wait for, it notices nothing.
// Programs under ThreadSanitizer have a thread that never waits so.
class Standstill {
 public:
  explicit Standstill(pid_t process) : process_(process) {}

  // Takes another look; true if the program stands still for good.
  bool Look();

 private:
  const pid_t process_;
  // What the last look saw of all threads; empty if one could go on.
  std::string waits_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_STANDSTILL_H_
