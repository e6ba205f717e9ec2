#include "checker/verdict/thread_sanitizer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "checker/verdict/identifier.h"
#include "checker/verdict/lock_names.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

constexpr absl::string_view kHeading = "WARNING: ThreadSanitizer: ";

struct NamedKind {
  absl::string_view beginning;
  Kind kind;
};

constexpr NamedKind kKinds[] = {
    {"data race", Kind::kDataRace},
    {"race on", Kind::kDataRace},
    {"heap-use-after-free", Kind::kUseAfterFree},
    {"lock-order-inversion", Kind::kLockOrderInversion},
    {"thread leak", Kind::kThreadLeak},
    {"signal-unsafe call", Kind::kSignalUnsafeCall},
    {"destroy of a locked mutex", Kind::kLockMisuse},
    {"double lock of a mutex", Kind::kLockMisuse},
    {"unlock of an unlocked mutex", Kind::kLockMisuse},
    {"read lock of a write locked mutex", Kind::kLockMisuse},
    {"read unlock of a write locked mutex", Kind::kLockMisuse},
    {"use of an invalid mutex", Kind::kLockMisuse},
    {"mutex held in the wrong context", Kind::kLockMisuse},
};

Kind KindOf(absl::string_view title) {
  for (const NamedKind& entry : kKinds) {
    if (absl::StartsWith(title, entry.beginning)) return entry.kind;
  }
  return Kind::kOtherSanitizerReport;
}

// The stack of the main thread, for one, is reported as a global named "??".
bool IsNameOfVariable(absl::string_view name) {
  return !name.empty() && absl::c_all_of(name, [](char c) {
    return absl::ascii_isalnum(static_cast<uint8_t>(c)) ||
           absl::StrContains("_:<>,[]()&* ", c);
  });
}

// Reads one warning, heading by heading; each heading is followed by a stack.
class WarningReader {
 public:
  WarningReader(Lines lines, const SourceFiles& sources)
      : lines_(std::move(lines)), sources_(sources) {}

  Verdict Read(absl::string_view title) {
    verdict_.kind = KindOf(title);
    verdict_.detail = std::string(absl::StripAsciiWhitespace(title));
    ReadAccess(/*heading=*/"");
    while (next_ < lines_.size()) {
      const absl::string_view heading =
          absl::StripAsciiWhitespace(lines_[next_++]);
      if (absl::StartsWith(heading, "SUMMARY:") ||
          absl::StartsWith(heading, "=====")) {
        break;
      }
      ReadSection(heading);
    }
    Conclude();
    return std::move(verdict_);
  }

 private:
  void ReadSection(absl::string_view heading) {
    if (absl::StartsWith(heading, "Location is ")) {
      ReadLocation(heading);
    } else if (absl::StrContains(heading, " of size ") &&
               absl::StrContains(heading, " by ")) {
      ReadAccess(heading);
    } else if (absl::StartsWith(heading, "Mutex ")) {
      ReadMutex(heading);
    } else if (absl::StartsWith(heading, "Thread T")) {
      ReadCreation(heading);
    }
  }

  std::vector<Frame> NextStack() { return ReadStack(lines_, &next_, sources_); }

  // "Previous write of size 4 at 0x12 by thread T1 (mutexes: write M0):". An
  // empty heading is that of a warning whose stack follows at once.
  void ReadAccess(absl::string_view heading) {
    ThreadReport thread;
    thread.full_stack = NextStack();
    if (heading.empty() && thread.full_stack.empty()) return;
    thread.stack = StudentsFrames(thread.full_stack, sources_);
    thread.where = StudentsLine(thread.full_stack, sources_);
    if (!heading.empty()) {
      thread.name =
          ThreadName(Between(Between(heading, " by ", ":"), "", " ("));
      thread.action = ActionOf(heading);
      thread.holds = LocksOf(Between(heading, "(mutexes: ", ")"));
    }
    const bool earlier = absl::StartsWith(heading, "Previous");
    // The earlier one first: a table is read from left to right.
    verdict_.threads.insert(
        earlier ? verdict_.threads.begin() : verdict_.threads.end(),
        std::move(thread));
  }

  static std::string ActionOf(absl::string_view heading) {
    const std::string lower = absl::AsciiStrToLower(heading);
    const bool writes = absl::StrContains(lower, "write of size");
    const bool atomic = absl::StrContains(lower, "atomic");
    return absl::StrCat(writes ? "writes " : "reads ",
                        Bytes(Between(lower, " of size ", " ")),
                        atomic ? " (as an atomic)" : "");
  }

  // "write M0, read M1".
  std::vector<LockUse> LocksOf(absl::string_view text) {
    std::vector<LockUse> locks;
    for (absl::string_view one :
         absl::StrSplit(text, ", ", absl::SkipEmpty())) {
      const bool shared = absl::ConsumePrefix(&one, "read ");
      if (!shared) absl::ConsumePrefix(&one, "write ");
      locks.push_back({std::string(one), {}, shared});
    }
    return locks;
  }

  void ReadLocation(absl::string_view heading) {
    Variable& variable = verdict_.variable;
    absl::ConsumePrefix(&heading, "Location is ");
    if (absl::StartsWith(heading, "global '")) {
      const absl::string_view name = Between(heading, "global '", "'");
      if (!IsNameOfVariable(name)) return;
      // "lines[abi:cxx11]": that is libstdc++'s affair.
      variable.name = std::string(name.substr(0, name.find("[abi:")));
      variable.known_by = NameSource::kReported;
      variable.memory = "a global variable";
    } else if (absl::StartsWith(heading, "heap block")) {
      variable.memory = absl::StrCat("on the heap, in a block of ",
                                     Bytes(Between(heading, "of size ", " ")));
      variable.allocated = StudentsLine(NextStack(), sources_);
    } else if (absl::StartsWith(heading, "stack of ")) {
      variable.memory = absl::StrCat("on the stack of ", ThreadName(heading));
    } else if (absl::StartsWith(heading, "TLS of ")) {
      variable.memory =
          absl::StrCat("a thread_local variable of ", ThreadName(heading));
    } else if (absl::StartsWith(heading, "file descriptor")) {
      variable.memory = absl::StrCat("file descriptor ",
                                     Between(heading, "descriptor ", " "));
    }
  }

  // "Mutex M0 (0x12) created at:" and, in a warning on the order of locks,
  // "Mutex M1 acquired here while holding mutex M0 in thread T1:" followed by
  // "Mutex M0 previously acquired by the same thread here:".
  void ReadMutex(absl::string_view heading) {
    const absl::string_view id = Between(heading, "Mutex ", " ");
    std::vector<Frame> stack = NextStack();
    const SourceLine where = StudentsLine(stack, sources_);
    if (absl::StrContains(heading, "acquired here while holding mutex ")) {
      const absl::string_view held = Between(heading, "holding mutex ", " ");
      ThreadReport thread;
      thread.name = ThreadName(Between(heading, " in ", ":"));
      thread.holds.push_back({std::string(held), {}, false});
      thread.waits_for = LockUse{std::string(id), where, false};
      thread.where = where;
      thread.stack = StudentsFrames(stack, sources_);
      thread.full_stack = std::move(stack);
      verdict_.threads.push_back(std::move(thread));
    } else if (absl::StrContains(heading, "previously acquired by")) {
      if (verdict_.threads.empty() || verdict_.threads.back().holds.empty()) {
        return;
      }
      verdict_.threads.back().holds[0].where = where;
      first_locked_.emplace(id, where);
    } else if (absl::StrContains(heading, "created at")) {
      first_locked_.emplace(id, where);
    }
  }

  // "Thread T2 'name' (tid=12, running) created by main thread at:".
  void ReadCreation(absl::string_view heading) {
    std::vector<Frame> stack = NextStack();
    const std::string name = ThreadName(Between(heading, "Thread ", " "));
    if (verdict_.kind == Kind::kThreadLeak && verdict_.threads.empty()) {
      ThreadReport& thread = verdict_.threads.emplace_back();
      thread.name = name;
      thread.action = "was never joined";
    }
    for (ThreadReport& thread : verdict_.threads) {
      if (thread.name == name) thread.created = StudentsLine(stack, sources_);
    }
  }

  // Only now is the order of the threads known, which the names are to follow.
  void NameLocks() {
    LockNames names;
    for (ThreadReport& thread : verdict_.threads) {
      for (LockUse& held : thread.holds) held.lock = NameOf(held.lock, &names);
      if (!thread.waits_for.has_value()) continue;
      thread.waits_for->lock = NameOf(thread.waits_for->lock, &names);
      thread.action = absl::StrCat("takes ", thread.waits_for->lock,
                                   " while it holds ", thread.holds[0].lock);
    }
    verdict_.locks = names.Take();
  }

  std::string NameOf(const std::string& id, LockNames* names) const {
    LockReport& lock = names->ReportOn(id);
    const auto first = first_locked_.find(id);
    if (first != first_locked_.end()) lock.first_locked = first->second;
    return lock.name;
  }

  void Conclude() {
    NameLocks();
    for (const ThreadReport& thread : verdict_.threads) {
      if (verdict_.where.line == 0 || sources_.IsTest(verdict_.where.file)) {
        if (thread.where.line != 0) verdict_.where = thread.where;
      }
      if (verdict_.test_line.line == 0) {
        verdict_.test_line = TestsLine(thread.full_stack, sources_);
      }
    }
    if (verdict_.kind == Kind::kThreadLeak && !verdict_.threads.empty()) {
      verdict_.where = verdict_.threads[0].created;
    }
    if (verdict_.kind == Kind::kUseAfterFree && verdict_.threads.size() > 1) {
      ConcludeUseAfterFree();
    }
    // A race on the pointer to the virtual functions has no variable in the
    // source.
    const bool has_variable = verdict_.kind == Kind::kUseAfterFree ||
                              (verdict_.kind == Kind::kDataRace &&
                               !absl::StrContains(verdict_.detail, "vptr"));
    if (has_variable && verdict_.variable.name.empty()) {
      NameByLine(verdict_.threads, &verdict_.variable);
    }
  }

  // The earlier of the two accesses is that of the function that frees.
  void ConcludeUseAfterFree() {
    ThreadReport& frees = verdict_.threads[0];
    frees.action = "frees it";
    verdict_.variable.freed = frees.where;
    verdict_.where = verdict_.threads[1].where;
  }

  const Lines lines_;
  const SourceFiles& sources_;
  size_t next_ = 0;
  // By ThreadSanitizer's name for the lock, "M0".
  absl::flat_hash_map<std::string, SourceLine> first_locked_;
  Verdict verdict_;
};

}  // namespace

std::optional<Verdict> ReadThreadSanitizer(absl::string_view output,
                                           const SourceFiles& sources) {
  for (size_t start = output.find(kHeading); start != absl::string_view::npos;
       start = output.find(kHeading)) {
    output.remove_prefix(start + kHeading.size());
    absl::string_view title = output.substr(0, output.find('\n'));
    // "(pid=1)" ends the heading of every report, and of nothing but a report.
    const size_t process = title.find(" (pid=");
    if (process == absl::string_view::npos) continue;
    Lines lines = SplitLines(output.substr(title.size()));
    lines.erase(lines.begin());
    return WarningReader(std::move(lines), sources)
        .Read(title.substr(0, process));
  }
  return std::nullopt;
}

}  // namespace racefree
