#ifndef RACEFREE_CHECKER_EXPLORE_RECORDER_H_
#define RACEFREE_CHECKER_EXPLORE_RECORDER_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/operation.h"

namespace racefree::explore {

inline constexpr int kMaxFrames = 24;

// One step of a recorded schedule.
struct Step {
  ThreadId thread = kNobody;
  const char* name = "";
  // The lock concerned, "lock A", or "".
  const char* lock = "";
  uintptr_t address = 0;
  uint32_t size = 0;
  bool reads = false;
  bool writes = false;
  // Whether `value` (of at most 8 bytes) is known.
  bool has_value = false;
  bool has_written = false;
  uint64_t value = 0;
  uint64_t written = 0;
  int8_t held[8] = {};
  int held_count = 0;
  // Innermost first.
  uintptr_t frames[kMaxFrames] = {};
  int frame_count = 0;
  // What its thread would do next, if it only could.
  bool blocked = false;
  char waiting[100] = {};
};

// Writes down what a failing schedule does while it is replayed for the report;
// otherwise off, and free.
class Recorder {
 public:
  enum class State : uint8_t { kOff, kFindingShared, kOn };

  // The first replay finds out which plain variables two threads share, the
  // second writes the steps down.
  void Start(State state) {
    state_ = state;
    behaviour_ = kEmptyBehaviour;
    steps_.clear();
    if (state == State::kFindingShared) variables_.clear();
    for (Pending& pending : pending_) pending.step = -1;
    last_frame_count_ = 0;
  }

  // A thread shows what it is about to do.
  void Announced(ThreadId thread) {
    if (state_ == State::kOn) KeepFrames(thread);
  }
  void Performed(ThreadId thread, const Operation& operation, int alternative) {
    if (state_ != State::kOn) return;
    NoteBehaviour(thread, operation, alternative);
    AddOperation(thread, operation, alternative);
  }
  void Accessed(ThreadId thread, uintptr_t address, size_t size, bool writes,
                bool atomic) {
    if (state_ != State::kOff) AddAccess(thread, address, size, writes, atomic);
  }
  // Another thread is about to run: what this one wrote is still there.
  void LeavesOff(ThreadId thread) {
    if (state_ != State::kOff) Settle(thread);
  }
  // The schedule is about to end.
  void Ended();

  const FixedVector<Step, 4096>& steps() const { return steps_; }
  // A number for what the threads did, in which order: the same in every build
  // of code that does the same.
  uint64_t behaviour() const { return behaviour_; }
  // The stack at the end of the schedule.
  const uintptr_t* last_frames() const { return last_frames_; }
  int last_frame_count() const { return last_frame_count_; }

 private:
  static constexpr uint64_t kEmptyBehaviour = 0xCBF29CE484222325u;

  // A store whose value is known only when its thread goes on.
  struct Pending {
    int step = -1;
  };

  // Who used what is at an address.
  struct Variable {
    uintptr_t address = 0;
    // One bit each.
    uint64_t threads = 0;
    bool written = false;
  };

  // Where a thread was when it last announced an operation.
  struct Announcement {
    uintptr_t frames[kMaxFrames];
    int frame_count;
  };

  void KeepFrames(ThreadId thread);
  void AddBlocked();
  void NoteBehaviour(ThreadId thread, const Operation& operation,
                     int alternative);
  void AddOperation(ThreadId thread, const Operation& operation,
                    int alternative);
  void AddAccess(ThreadId thread, uintptr_t address, size_t size, bool writes,
                 bool atomic);
  Step* NewStep(ThreadId thread);
  void Settle(ThreadId thread);
  void NoteUse(ThreadId thread, uintptr_t address, bool writes);
  bool IsShared(uintptr_t address) const;

  State state_ = State::kOff;
  uint64_t behaviour_ = kEmptyBehaviour;
  FixedVector<Variable, 4096> variables_;
  FixedVector<Step, 4096> steps_;
  Pending pending_[kMaxThreads];
  Announcement announcements_[kMaxThreads];
  uintptr_t last_frames_[kMaxFrames] = {};
  int last_frame_count_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_RECORDER_H_
