#ifndef RACEFREE_CHECKER_VERDICT_VERDICT_H_
#define RACEFREE_CHECKER_VERDICT_VERDICT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What one gate found out about one exercise: plain data, without behaviour.
//
// Every text is UTF-8. An empty string, a zero line and an empty list mean "not
// known" or "does not apply". All types here are values: copies are
// independent, and two threads may read the same one at the same time.

namespace racefree {

// The gates, in the order in which they judge.
enum class Gate { kBehaves, kRaceFree, kMemorySafe, kEverySchedule };

enum class Outcome {
  kPassed,
  kFailed,
  // An earlier gate failed, so this one did not run.
  kNotJudged,
  // The machine, not the student, is to blame: nothing is known of the answer.
  kMachineFault,
};

// What kind of failure it is. kNone when the gate passed or was not judged.
enum class Kind {
  kNone,
  // Building.
  kMissingFile,
  kCompileError,
  kLinkError,
  kCompileTimeout,
  // The compiler cannot prove that the rules for locks are kept, or it is not
  // told the rules.
  kLocksNotProven,
  // Behaviour.
  kFailedExpectation,
  kUncaughtException,
  kCrash,
  kStackOverflow,
  kOutOfMemory,
  kHang,
  kDeadlock,
  kTestsMissing,
  kTooMuchOutput,
  kLeftBehind,
  // Threads.
  kDataRace,
  kLockOrderInversion,
  kLockMisuse,
  kThreadLeak,
  kSignalUnsafeCall,
  // Schedules: a thread waits for a notification that will not come; threads
  // run, and none of them gets anywhere; the explorer has no power over what
  // the program does.
  kLostWakeUp,
  kLiveLock,
  kNotControlled,
  // Memory.
  kUseAfterFree,
  kUseAfterScope,
  kBufferOverflow,
  kDoubleFree,
  kBadFree,
  kMemoryLeak,
  kUndefinedBehaviour,
  kOtherSanitizerReport,
  // The machine.
  kMachineFault,
};

struct SourceLine {
  // Relative to the workspace, for example "lessons/04_lock/balance.h".
  std::string file;
  // Both count from 1.
  int line = 0;
  int column = 0;
  // The line as it is written, with the spaces before it (a column counts
  // them).
  std::string text;
};

struct Frame {
  std::string function;
  SourceLine where;
};

// A thread's hold on a lock, or its wait for one.
struct LockUse {
  // The name of a LockReport in the same verdict.
  std::string lock;
  // The student's line that took the lock, or that waits for it.
  SourceLine where;
  // Held for reading only, as others may at the same time.
  bool shared = false;
};

struct ThreadReport {
  // "thread 1", "the main thread".
  std::string name;
  // Continues the name: "writes 4 bytes", "waits for lock A".
  std::string action;
  // The student's line that did it. The call in the test when none of the
  // student's own lines are on the stack.
  SourceLine where;
  // Innermost frame first, cut to the frames in the student's file.
  std::vector<Frame> stack;
  std::vector<Frame> full_stack;
  std::vector<LockUse> holds;
  std::optional<LockUse> waits_for;
  // Where the thread was started.
  SourceLine created;
};

struct LockReport {
  // "lock A", "lock B", in the order in which the report mentions them.
  std::string name;
  // The name of the thread that holds it; empty when free or not known.
  std::string owner;
  SourceLine first_locked;
};

// One row of a schedule: what one thread did on one line, before another thread
// went on or this one went on to another line.
struct Step {
  // "thread 1", or "the test" for the thread that runs the test.
  std::string thread;
  SourceLine where;
  // "reads 0", "writes 5", "locks lock A".
  std::vector<std::string> actions;
  // The names of the locks that it held at the beginning of the step.
  std::vector<std::string> holds;
  // The failure happened here.
  bool fatal = false;
};

// How the name of a variable is known.
enum class NameSource {
  kNone,
  // The sanitizer named it.
  kReported,
  // It is the identifier at the line and column of the access.
  kReadFromLine,
};

struct Variable {
  std::string name;
  NameSource known_by = NameSource::kNone;
  // Where it lives, in words: "global", "on the heap, 4 bytes", "on the stack
  // of thread 1".
  std::string memory;
  // Where its memory was allocated and freed, for memory on the heap.
  SourceLine allocated;
  SourceLine freed;
};

struct Verdict {
  // For example "balance".
  std::string exercise;
  Gate gate = Gate::kBehaves;
  Outcome outcome = Outcome::kNotJudged;
  Kind kind = Kind::kNone;

  // The full name of the test that failed, "Balance.EndsAtMinusEight", and the
  // same as a sentence, "Balance: ends at minus eight".
  std::string test;
  std::string sentence;

  // The line to look at first; the student's own wherever that can be known.
  SourceLine where;
  // The line of the test that failed or was running.
  SourceLine test_line;

  Variable variable;

  // For kFailedExpectation: what the test compared.
  std::string expression;
  std::string expected;
  std::string actual;

  std::vector<ThreadReport> threads;
  std::vector<LockReport> locks;

  // For kEverySchedule: the schedule that fails, from its beginning to the
  // failure.
  std::vector<Step> steps;
  // A token that makes the explorer run that schedule again: the value of the
  // environment variable RACEFREE_REPLAY.
  std::string replay;

  // The tool's own sentence: the compiler's error, the text of the exception,
  // the message of the assertion.
  std::string detail;
  // How many more failures there were after this one, the first.
  int further_failures = 0;

  // One sentence each: what happened; what that means (the idea of the lesson);
  // what to do next. The first alone is enough for a one-line summary.
  std::string message;
  std::string meaning;
  std::string next_step;

  // For kPassed: exactly what is known now, and no more: "no race seen in 20
  // repetitions, each in a new order".
  std::string claim;

  int tests_run = 0;
  int repetitions_done = 0;
  int repetitions_asked = 1;

  // What the tools printed, unchanged but bounded in size.
  std::string raw;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_VERDICT_H_
