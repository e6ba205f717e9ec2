#include "checker/explore/finding.h"

namespace racefree::explore {

const char* KindName(FindingKind kind) {
  switch (kind) {
    case FindingKind::kNone:
      return "none";
    case FindingKind::kDataRace:
      return "data_race";
    case FindingKind::kFailedExpectation:
      return "failed_expectation";
    case FindingKind::kUncaughtException:
      return "uncaught_exception";
    case FindingKind::kTerminate:
      return "terminate";
    case FindingKind::kCrash:
      return "crash";
    case FindingKind::kStackOverflow:
      return "stack_overflow";
    case FindingKind::kUseAfterFree:
      return "use_after_free";
    case FindingKind::kOutOfBounds:
      return "out_of_bounds";
    case FindingKind::kDoubleFree:
      return "double_free";
    case FindingKind::kDeadlock:
      return "deadlock";
    case FindingKind::kLostWakeUp:
      return "lost_wake_up";
    case FindingKind::kLiveLock:
      return "live_lock";
    case FindingKind::kEndlessLoop:
      return "endless_loop";
    case FindingKind::kLockMisuse:
      return "lock_misuse";
    case FindingKind::kThreadLeftRunning:
      return "thread_left_running";
    case FindingKind::kProgramEnded:
      return "program_ended";
    case FindingKind::kNotControlled:
      return "not_controlled";
    case FindingKind::kMachineFault:
      return "machine_fault";
  }
  return "unknown";
}

}  // namespace racefree::explore
