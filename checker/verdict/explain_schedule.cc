#include "checker/verdict/explain_schedule.h"

#include "checker/verdict/verdict.h"

namespace racefree {

Words ExplainSchedule(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::kFailedExpectation:
      return {
          "In one order of the threads' steps, a test gets something else "
          "than it expects.",
          "No step is wrong by itself: what another thread does between two "
          "of them is what breaks it.",
          "Find the steps that belong together, and make them one: under "
          "one lock, or as one atomic operation."};
    case Kind::kDeadlock:
      return {"",
              "What each of them waits for, none of the others is left to do.",
              "For each wait, ask who is to end it. If they are locks: take "
              "them in the same order everywhere, or all of them at once."};
    case Kind::kLostWakeUp:
      return {"",
              "A notification wakes those that wait at that moment; it is not "
              "kept for whoever comes later.",
              "Let the waiter look at a condition before it waits and after "
              "each wake-up; change that condition under the same lock, and "
              "notify after each change."};
    case Kind::kLiveLock:
      return {"",
              "Each undoes or repeats its own steps because of the others, or "
              "waits in a loop for what nobody changes.",
              "Let one of them win: an order, a lock that is waited for, or a "
              "wait that another thread ends."};
    case Kind::kLockMisuse:
      return {"", "What happens then is undefined.",
              "Look at who may call it, in which state, and how often."};
    case Kind::kHang:
      return {"", "Nothing ends it, and nobody else can go on meanwhile.",
              "Look at the condition of the loop: who changes it, and can the "
              "loop see that?"};
    case Kind::kThreadLeak:
      return {"",
              "Whoever starts a thread has to wait for its end before the "
              "things that it uses are gone.",
              "Join every thread, on every way out; or use one that joins by "
              "itself."};
    case Kind::kNotControlled:
      return {"",
              "So this gate cannot say what happens in other orders of the "
              "threads' steps.",
              "Solve the exercise without it."};
    default:
      return {};
  }
}

}  // namespace racefree
