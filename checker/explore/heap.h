#ifndef RACEFREE_CHECKER_EXPLORE_HEAP_H_
#define RACEFREE_CHECKER_EXPLORE_HEAP_H_

#include <cstddef>
#include <cstdint>

#include "checker/explore/state_hash.h"

namespace racefree::explore {

// The heap of the program while a schedule runs. Addresses depend only on the
// schedule; no block is used again within one, so that a use after free stays
// visible; a gap follows each block. Memory is filled with a pattern, so that
// reading it uninitialised gives the same in each schedule.
class Heap {
 public:
  // What one schedule may allocate.
  static constexpr size_t kSize = size_t{256} << 20;

  // False if there is no memory.
  bool Initialize();
  void StartSchedule();

  // The same addresses with memory that is not shared with whoever forked this
  // process. False if there is none.
  bool Renew();

  // Null when the budget for one schedule is used up.
  void* Allocate(size_t size, size_t alignment);
  // The size asked for.
  size_t SizeOf(const void* block) const;
  // Whether `address` is in this heap, in use or not.
  bool Contains(const void* address) const {
    return static_cast<const char*>(address) >= base_ &&
           static_cast<const char*>(address) < base_ + kSize;
  }

  // All that was allocated.
  void AddTo(StateHash* hash) const;

  enum class Freed { kYes, kTwice, kNoBlock };
  Freed Free(void* block);

  enum class Validity { kValid, kFreed, kOutOfBounds };
  // Whether the program may access the byte at `address`, which is in this
  // heap.
  Validity Check(uintptr_t address) const;

 private:
  static constexpr size_t kGranule = 16;

  struct Header {
    size_t size;
    uint32_t is_freed;
    uint32_t magic;
  };

  Header* HeaderOf(const void* block) const;
  void Mark(const void* block, size_t size, bool usable);

  char* base_ = nullptr;
  size_t used_ = 0;
  // One bit for each granule: whether a block in use covers it.
  uint8_t* usable_ = nullptr;
};

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_HEAP_H_
