#include "checker/verdict/explain_schedule.h"

#include <string>

#include "absl/strings/match.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

// Whether a wait ends by itself somewhere in it.
bool WakesUpForNoReason(const Verdict& verdict) {
  for (const Step& step : verdict.steps) {
    for (const std::string& action : step.actions) {
      if (absl::StartsWith(action, "wakes up without a notification")) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Words ExplainSchedule(const Verdict& verdict) {
  switch (verdict.kind) {
    case Kind::kFailedExpectation:
      if (WakesUpForNoReason(verdict)) {
        return {
            "In one order of the threads' steps, a test gets something "
            "else than it expects.",
            "A wait may end although nobody has notified.",
            "After each wait, look whether what was waited for is there: "
            "in a loop, or by a wait that is given a condition."};
      }
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
              "each wake-up. Change it under the same lock (or take that lock "
              "after the change), then notify: all, if one may be woken who "
              "cannot go on."};
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
