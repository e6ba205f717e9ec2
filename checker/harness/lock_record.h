#ifndef RACEFREE_CHECKER_HARNESS_LOCK_RECORD_H_
#define RACEFREE_CHECKER_HARNESS_LOCK_RECORD_H_

// Keeps the calling thread's entry of the ThreadTable up to date. Thread-safe:
// each thread writes its own entry. Does nothing where there is no table.

namespace racefree {

// The calling thread is about to wait for `lock`...
void RecordWaiting(const void* lock);
// ...holds it now (it no longer waits for anything)...
void RecordHeld(const void* lock);
// ...gave it back.
void RecordReleased(const void* lock);

// The calling thread ends: its entry is free for another.
void RecordThreadEnd();

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_LOCK_RECORD_H_
