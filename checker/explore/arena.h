#ifndef RACEFREE_CHECKER_EXPLORE_ARENA_H_
#define RACEFREE_CHECKER_EXPLORE_ARENA_H_

#include <cstddef>
#include <cstdint>

namespace racefree::explore {

// Memory for the explorer itself: zeroed, shared with forked workers, and so
// outside the private mappings that a snapshot restores. Only pages that are
// touched cost anything. Returns null if there is none.
void* MapShared(size_t size);
// The same at `address`, if nothing is there.
void* MapSharedAt(uintptr_t address, size_t size);
// The same in a worker: without memory it ends, and the result says so.
void* MapSharedOrAbandon(size_t size);
// Puts fresh memory in its place, at the same address, that is not shared with
// whoever forked this process. False if there is none.
bool RenewShared(void* memory, size_t size);
void UnmapShared(void* memory, size_t size);

}  // namespace racefree::explore

#endif  // RACEFREE_CHECKER_EXPLORE_ARENA_H_
