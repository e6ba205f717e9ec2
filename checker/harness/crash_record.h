#ifndef RACEFREE_CHECKER_HARNESS_CRASH_RECORD_H_
#define RACEFREE_CHECKER_HARNESS_CRASH_RECORD_H_

// Notes in the ThreadTable where the program crashed, for the plain build: the
// sanitizers tell it themselves.

namespace racefree {

// From now on a fatal signal is noted before it ends the program. For the main
// thread; call it once.
void RecordCrashes();

// While it lives, the calling thread's signal handlers run on a stack of their
// own, so that they also run when the thread's stack is full.
class AlternateStack {
 public:
  AlternateStack();
  ~AlternateStack();
  AlternateStack(const AlternateStack&) = delete;
  AlternateStack& operator=(const AlternateStack&) = delete;

 private:
  void* memory_;
};

}  // namespace racefree

#endif  // RACEFREE_CHECKER_HARNESS_CRASH_RECORD_H_
