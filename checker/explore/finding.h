#ifndef RACEFREE_CHECKER_EXPLORE_FINDING_H_
#define RACEFREE_CHECKER_EXPLORE_FINDING_H_

#include <cstdint>

#include "checker/explore/vector_clock.h"

namespace racefree::explore {

enum class FindingKind : uint8_t {
  kNone,
  kDataRace,
  kFailedExpectation,
  kUncaughtException,
  kTerminate,
  kCrash,
  kStackOverflow,
  kUseAfterFree,
  kOutOfBounds,
  kDoubleFree,
  kDeadlock,
  kLostWakeUp,
  kLiveLock,
  kEndlessLoop,
  kLockMisuse,
  kThreadLeftRunning,
  kProgramEnded,
  // Not a fault of the program: the explorer can not go on, and says so.
  kNotControlled,
  // Nor this: the machine lacks memory, processes or threads.
  kMachineFault,
};

const char* KindName(FindingKind kind);

// Whether it means that no thread can go on.
inline bool IsStandstill(FindingKind kind) {
  return kind == FindingKind::kDeadlock || kind == FindingKind::kLostWakeUp ||
         kind == FindingKind::kLiveLock;
}

// What went wrong in one schedule.
struct Finding {
  FindingKind kind = FindingKind::kNone;
  ThreadId thread = kNobody;
  // The return address of the call or access that failed.
  uintptr_t code = 0;
  // The memory concerned, 0 if none.
  uintptr_t address = 0;
  // For a race: the other access.
  ThreadId other_thread = kNobody;
  uintptr_t other_code = 0;
  bool writes = false;
  // It gives the memory back.
  bool frees = false;
  bool other_writes = false;
  // For a failed expectation: where it stands.
  char file[256] = {};
  int line = 0;
  char message[2048] = {};
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_FINDING_H_
