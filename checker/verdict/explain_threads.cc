#include "checker/verdict/explain_threads.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

std::string VariableName(const Verdict& verdict) {
  return verdict.variable.name.empty() ? "the same memory"
                                       : verdict.variable.name;
}

const LockUse* UseOf(const ThreadReport& thread, const std::string& lock) {
  for (const LockUse& use : thread.holds) {
    if (use.lock == lock) return &use;
  }
  return nullptr;
}

// A lock that all threads hold, which can only be because some hold it for
// reading.
const LockUse* CommonLock(const std::vector<ThreadReport>& threads) {
  for (const LockUse& use : threads[0].holds) {
    const bool common = std::all_of(threads.begin(), threads.end(),
                                    [&](const ThreadReport& thread) {
                                      return UseOf(thread, use.lock) != nullptr;
                                    });
    if (common) return &use;
  }
  return nullptr;
}

std::string MeaningOfLocks(const std::vector<ThreadReport>& threads) {
  if (threads.size() < 2) return "";
  const ThreadReport& first = threads[0];
  const ThreadReport& second = threads[1];
  if (first.holds.empty() && second.holds.empty()) {
    return "Nothing keeps the two apart: each may work with a value that the "
           "other is just changing, so any result is possible.";
  }
  if (first.holds.empty() || second.holds.empty()) {
    const ThreadReport& holder = first.holds.empty() ? second : first;
    const ThreadReport& other = first.holds.empty() ? first : second;
    return absl::StrCat("There, ", holder.name, " holds ", holder.holds[0].lock,
                        ", but ", other.name,
                        " holds none: a lock protects only if everybody "
                        "takes it.");
  }
  if (const LockUse* common = CommonLock(threads)) {
    return absl::StrCat("Both hold ", common->lock,
                        ", but not both for writing: a lock for reading lets "
                        "other readers in, and none of them may write.");
  }
  return "Each holds a lock, but not the same one: two different locks keep "
         "nobody apart.";
}

// Whether all of them are in the test, with none of the student's own lines on
// their stacks.
bool IsOutsideStudentsFile(const Verdict& verdict) {
  return !verdict.threads.empty() &&
         std::all_of(verdict.threads.begin(), verdict.threads.end(),
                     [](const ThreadReport& thread) {
                       return thread.stack.empty() && thread.where.line > 0;
                     });
}

// Whether one of the accesses is the end of a lock or a condition variable.
bool DestroysALock(const std::vector<ThreadReport>& threads) {
  for (const ThreadReport& thread : threads) {
    for (const Frame& frame : thread.full_stack) {
      if (absl::StartsWith(frame.function, "pthread_") &&
          absl::StrContains(frame.function, "_destroy")) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

Words ExplainDataRace(const Verdict& verdict) {
  const std::string name = VariableName(verdict);
  Words words;
  words.message = absl::StrCat("Two threads use ", name,
                               " at the same time, and at least one of them "
                               "changes it: a data race.");
  words.meaning = MeaningOfLocks(verdict.threads);
  words.next_step =
      absl::StrCat("Let only one thread at a time use ", name,
                   ": every read and every write of it, by the same means.");
  if (absl::StrContains(verdict.detail, "vptr")) {
    words.message =
        "A thread calls a virtual function of an object that another thread "
        "is still constructing, or already destroying: a data race.";
    words.next_step =
        "Start threads that use the object when it is complete, and join "
        "them before its destructor begins.";
  } else if (DestroysALock(verdict.threads)) {
    words.message =
        absl::StrCat("One thread destroys ", name,
                     " while another one may still use it: a data race.");
    words.meaning = "Nothing makes its end wait for its last use.";
    words.next_step =
        "Declare it before what joins the threads that use it: what is "
        "declared first is destroyed last. If that is not it: let the last "
        "use come before its owner can go on, for example notify while you "
        "hold the lock.";
  } else if (IsOutsideStudentsFile(verdict)) {
    words.meaning =
        "It is used outside of your file, where no lock of yours protects it: "
        "it got out by a reference, a pointer or an iterator.";
    words.next_step =
        "Give out a copy, or do the work inside, while you hold the lock.";
  }
  return words;
}

Words ExplainLockOrder(const Verdict& verdict) {
  Words words;
  const size_t count = verdict.threads.size();
  words.message =
      count <= 2
          ? "Two locks are taken in one order here, and in the other order "
            "there."
          : absl::StrCat(count,
                         " locks are taken in orders that form a circle.");
  words.meaning =
      "Threads that do this at the same time can each get one lock and then "
      "wait for ever for the next: a deadlock. It did not happen in this run, "
      "but it can.";
  words.next_step =
      "Take the locks in the same order everywhere, or all of them at once.";
  if (verdict.threads.empty() && !verdict.detail.empty()) {
    words.next_step = absl::StrCat("Look at the locks that are taken ",
                                   verdict.detail, ". ", words.next_step);
  }
  return words;
}

Words ExplainDeadlock(const Verdict& verdict) {
  Words words;
  if (verdict.threads.size() == 1) {
    const ThreadReport& thread = verdict.threads[0];
    const std::string lock =
        thread.waits_for.has_value() ? thread.waits_for->lock : "a lock";
    words.message = absl::StrCat("Deadlock: ", thread.name, " waits for ", lock,
                                 ", which it holds itself.");
    words.meaning =
        "A lock of this kind cannot be taken twice by the same thread: it "
        "waits for itself, for ever.";
    words.next_step =
        "Take the lock once, and call only functions that do not take it "
        "again.";
    return words;
  }
  words.message = absl::StrCat("Deadlock: ", verdict.threads.size(),
                               " threads wait for each other in a circle.");
  for (const ThreadReport& thread : verdict.threads) {
    const LockUse* held = nullptr;
    for (const ThreadReport& other : verdict.threads) {
      if (!other.waits_for.has_value()) continue;
      const LockUse* use = UseOf(thread, other.waits_for->lock);
      if (use != nullptr) held = use;
    }
    if (held == nullptr || !thread.waits_for.has_value()) continue;
    absl::StrAppend(&words.meaning, words.meaning.empty() ? "" : "; ",
                    thread.name, " holds ", held->lock, " and waits for ",
                    thread.waits_for->lock);
  }
  words.meaning = absl::StrCat(words.meaning, ". None can ever go on.");
  words.next_step =
      "Take the locks in the same order everywhere, or all of them at once.";
  return words;
}

Words ExplainHang(const Verdict& verdict) {
  Words words;
  bool nobody_holds_it = false;
  words.message = absl::StrCat(
      "The program stands still: ",
      verdict.detail.empty() ? "nothing happens any more" : verdict.detail,
      ".");
  for (const ThreadReport& thread : verdict.threads) {
    if (thread.action == "is running") {
      words.message =
          absl::StrCat("The program does not come to an end: ", thread.name,
                       " runs on and on.");
      words.meaning = "What its loop waits for never comes true.";
      words.next_step =
          "Look at the condition of the loop: who changes it, and can the "
          "loop see that?";
      return words;
    }
    if (!thread.waits_for.has_value()) continue;
    for (const LockReport& lock : verdict.locks) {
      if (lock.name != thread.waits_for->lock) continue;
      nobody_holds_it = lock.owner.empty();
      words.message = absl::StrCat(
          "The program stands still: ", thread.name, " waits for ", lock.name,
          nobody_holds_it ? ", which was never given back."
                          : absl::StrCat(", which ", lock.owner, " holds."));
    }
  }
  words.meaning =
      "A thread that waits goes on only when another one does what it waits "
      "for; here, nobody is left who would.";
  words.next_step =
      "For each line above, ask: who should wake it up, and why does that not "
      "happen?";
  if (nobody_holds_it) {
    words.next_step =
        "Look for whoever took that lock last. Or is it a part of an object "
        "that is gone?";
  }
  return words;
}

}  // namespace racefree
