#ifndef RACEFREE_CHECKER_VERDICT_SUPERVISION_H_
#define RACEFREE_CHECKER_VERDICT_SUPERVISION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/verdict/verdict.h"

// What the parent process saw of a program that it watched: plain data, filled
// in by the judge.

namespace racefree {

enum class Ending {
  // The program was never started: compiling or linking failed, and the
  // compiler's
  // output is all there is.
  kNotStarted,
  // The same, because the compiler took longer than is allowed.
  kCompileTimeout,
  kExited,
  kSignalled,
  // The parent ended it because it made no progress.
  kHung,
  // The parent ended it because it printed more than is allowed.
  kTooMuchOutput,
  // The machine could not run it (no memory, no space, no process).
  kMachineFault,
};

// A lock, seen from a thread that holds it or waits for it.
struct SupervisedLock {
  // Tells locks apart; it is never shown.
  uint64_t address = 0;
  // Where it was taken or is waited for, innermost frame first. May be empty.
  std::vector<Frame> stack;
};

struct SupervisedThread {
  // The kernel's number of the thread; the main thread's equals the process's.
  int thread_id = 0;
  bool is_main = false;
  // The program's own name for the thread, if it gave it one.
  std::string name;
  // Where it stands, innermost frame first.
  std::vector<Frame> stack;
  std::optional<SupervisedLock> waits_for;
  std::vector<SupervisedLock> holds;
};

struct Supervision {
  Ending ending = Ending::kExited;
  // For kExited.
  int exit_code = 0;
  // For kSignalled.
  int signal = 0;
  // For kMachineFault: what the machine lacked, as a sentence.
  std::string machine_fault;
  // For kHung: for how long there was no progress, in seconds.
  double idle_seconds = 0;
  // For kHung: whether the parent saw that all threads wait for others.
  bool all_threads_wait = false;

  // Full names of tests ("Balance.EndsAtMinusEight"). Those that must run...
  std::vector<std::string> expected_tests;
  // ...those that came to their end, whatever their outcome, in any
  // repetition...
  std::vector<std::string> finished_tests;
  // ...and the one that was under way when the program ended.
  std::string running_test;

  // How often the whole set of tests came to its end.
  int repetitions_done = 0;
  int repetitions_asked = 1;

  // For kHung; and for kSignalled, if the parent looked: the thread that
  // crashed.
  std::vector<SupervisedThread> threads;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_SUPERVISION_H_
