#ifndef RACEFREE_CHECKER_EXPLORE_SNAPSHOT_H_
#define RACEFREE_CHECKER_EXPLORE_SNAPSHOT_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/fixed_vector.h"
#include "checker/explore/state_hash.h"

namespace racefree::explore {

// The program's memory as it was, to be put back before every schedule.
//
// All writable private mappings (program, libraries, heap, main stack) are
// write-protected at first. The first write to a page faults once; from then on
// the page counts as one that schedules change, and is copied back each time.
// After a few schedules nothing faults any more, and only the handful of pages
// that really change is copied.
class Snapshot {
 public:
  // Must be called first. Returns false if there is no memory for the copies.
  bool Initialize();

  // Takes the snapshot. `stack_pointer`: what lies below it on the running
  // stack is scratch. Returns null, or why it could not be taken.
  const char* Take(char* stack_pointer);

  // Memory that changes in every schedule, so small that it is not worth a
  // fault.
  void AddAlwaysCopied(char* low, char* high);

  // Memory that Take() must leave alone.
  void Exclude(char* low, char* high);

  // Puts the memory back.
  void Restore();

  // To be called when a write to `address` faulted: whether it was only
  // write-protected by us. If so the write can be tried again.
  bool Unprotect(uintptr_t address);

  // For a process that will not restore it.
  void UnprotectAll();

  // All that may have changed since the snapshot, but for stacks. `only_dirty`:
  // nothing was unprotected without being noticed.
  void AddTo(StateHash* hash, bool only_dirty) const;

  // How much Restore() copies.
  size_t restored_bytes() const {
    size_t bytes = dirty_.size() * kPage;
    for (const Range& range : always_) {
      bytes += static_cast<size_t>(range.high - range.low);
    }
    return bytes;
  }

 private:
  static constexpr size_t kPage = 4096;
  struct Range {
    char* low;
    char* high;
    // Where the copy is.
    char* copy;
  };

  bool AddMapping(char* low, char* high, char* stack_pointer);
  bool IsExcluded(char* page) const;

  // Of the thread that runs schedules.
  uintptr_t thread_pointer_ = 0;
  FixedVector<Range, 256> always_;
  FixedVector<Range, 256> excluded_;
  FixedVector<Range, 512> protected_;
  FixedVector<Range, 16384> dirty_;
  char* copies_ = nullptr;
  size_t copies_used_ = 0;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_SNAPSHOT_H_
