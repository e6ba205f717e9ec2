#include "checker/verdict/hang.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/lock_names.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/supervision.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

using Threads = std::vector<SupervisedThread>;

struct Wait {
  absl::string_view function;
  absl::string_view action;
};

// What a function means that is on the stack of a waiting thread. The more
// telling ones come first: a latch waits by way of a futex.
constexpr Wait kWaits[] = {
    {"latch::wait", "waits at a latch"},
    {"latch::arrive_and_wait", "waits at a latch"},
    {"barrier<", "waits at a barrier"},
    {"absl::Barrier::Block", "waits at a barrier"},
    {"absl::BlockingCounter::Wait", "waits for a counter to reach zero"},
    {"absl::Notification::WaitFor", "waits for a notification"},
    {"semaphore", "waits for a semaphore"},
    {"condition_variable", "waits to be notified"},
    {"pthread_cond_", "waits to be notified"},
    {"CondVar::Wait", "waits to be notified"},
    {"Mutex::Await", "waits for its condition to become true"},
    {"Mutex::LockWhen", "waits for its condition to become true"},
    {"__basic_future", "waits for a future"},
    {"future<", "waits for a future"},
    {"thread::join", "waits for a thread to end"},
    {"pthread_join", "waits for a thread to end"},
    {"pthread_clockjoin", "waits for a thread to end"},
    {"shared_mutex", "waits for a lock"},
    {"pthread_rwlock_", "waits for a lock"},
    {"pthread_mutex_lock", "waits for a lock"},
    {"lll_lock_wait", "waits for a lock"},
    {"Mutex::Lock", "waits for a lock"},
    {"Mutex::ReaderLock", "waits for a lock"},
    {"atomic_wait", "waits for an atomic to change"},
    {"__atomic_base", "waits for an atomic to change"},
    {"waitpid", "waits for a child process"},
    {"wait4", "waits for a child process"},
    {"sleep", "sleeps"},
    {"epoll_wait", "waits for input or output"},
    {"accept", "waits for input or output"},
    {"recv", "waits for input or output"},
    {"poll", "waits for input or output"},
    {"read", "waits for input or output"},
    // A futex, asked for by a test of ours or by who knows what they do.
    {"syscall", "waits for another thread"},
};

// Only the frames above the student's code tell what it waits in.
std::string ActionOf(const SupervisedThread& thread,
                     const SourceFiles& sources) {
  size_t depth = 0;
  while (depth < thread.stack.size() &&
         !sources.IsStudents(thread.stack[depth].where.file) &&
         !sources.IsTest(thread.stack[depth].where.file)) {
    ++depth;
  }
  for (const Wait& wait : kWaits) {
    for (size_t i = 0; i < depth; ++i) {
      const absl::string_view function = thread.stack[i].function;
      // Not "pthread_create", which is on every stack. With the C library's
      // debug information it is "__GI___libc_read".
      const bool found =
          wait.function == "read"
              ? function == "read" || absl::EndsWith(function, "_read")
              : absl::StrContains(function, wait.function);
      if (found) return std::string(wait.action);
    }
  }
  return "is running";
}

// The index of the thread that holds the lock; nothing if no thread does.
std::optional<size_t> HolderOf(const Threads& threads, uint64_t address) {
  for (size_t i = 0; i < threads.size(); ++i) {
    for (const SupervisedLock& held : threads[i].holds) {
      if (held.address == address) return i;
    }
  }
  return std::nullopt;
}

// The threads that wait for each other in a circle, in that order; empty if
// none do.
std::vector<size_t> Circle(const Threads& threads) {
  for (size_t start = 0; start < threads.size(); ++start) {
    std::vector<size_t> path;
    std::optional<size_t> current = start;
    while (current.has_value()) {
      const auto seen = std::find(path.begin(), path.end(), *current);
      if (seen != path.end()) return std::vector<size_t>(seen, path.end());
      path.push_back(*current);
      const SupervisedThread& thread = threads[*current];
      current = thread.waits_for.has_value()
                    ? HolderOf(threads, thread.waits_for->address)
                    : std::nullopt;
    }
  }
  return {};
}

class HangReader {
 public:
  HangReader(const Supervision& supervision, const SourceFiles& sources)
      : threads_(supervision.threads), sources_(sources) {
    int number = 0;
    for (const SupervisedThread& thread : threads_) {
      std::string name = thread.is_main ? "the main thread"
                                        : absl::StrCat("thread ", ++number);
      if (!thread.is_main && !thread.name.empty()) {
        absl::StrAppend(&name, " (", thread.name, ")");
      }
      names_.push_back(std::move(name));
    }
    if (supervision.all_threads_wait) {
      verdict_.detail = "each of its threads waits for another one";
    } else if (supervision.idle_seconds > 0) {
      verdict_.detail = absl::StrFormat("nothing has happened for %.1f seconds",
                                        supervision.idle_seconds);
    }
  }

  Verdict Read() {
    const std::vector<size_t> circle = Circle(threads_);
    verdict_.kind = circle.empty() ? Kind::kHang : Kind::kDeadlock;
    if (!circle.empty()) {
      for (size_t index : circle) Add(index);
    } else {
      for (size_t index = 0; index < threads_.size(); ++index) {
        if (StudentsLine(threads_[index].stack, sources_).line > 0) Add(index);
      }
    }
    NameOwners();
    verdict_.locks = locks_.Take();
    ChooseLines();
    return std::move(verdict_);
  }

 private:
  LockUse UseOf(const SupervisedLock& lock) {
    const SourceLine where = StudentsLine(lock.stack, sources_);
    return {locks_.NameOf(absl::StrCat(lock.address)), where, false};
  }

  void Add(size_t index) {
    const SupervisedThread& thread = threads_[index];
    ThreadReport report;
    report.name = names_[index];
    report.full_stack = thread.stack;
    report.stack = StudentsFrames(thread.stack, sources_);
    report.where = StudentsLine(thread.stack, sources_);
    for (const SupervisedLock& held : thread.holds) {
      report.holds.push_back(UseOf(held));
    }
    report.action = ActionOf(thread, sources_);
    if (thread.waits_for.has_value()) {
      report.waits_for = UseOf(*thread.waits_for);
      if (report.waits_for->where.line == 0) {
        report.waits_for->where = report.where;
      }
      report.action = absl::StrCat("waits for ", report.waits_for->lock);
    }
    verdict_.threads.push_back(std::move(report));
  }

  // Also for locks whose owner is not told, because it stands elsewhere.
  void NameOwners() {
    for (size_t index = 0; index < threads_.size(); ++index) {
      for (const SupervisedLock& held : threads_[index].holds) {
        LockReport& lock = locks_.ReportOn(absl::StrCat(held.address));
        lock.owner = names_[index];
        lock.first_locked = StudentsLine(held.stack, sources_);
      }
    }
  }

  // The first thread that stands in the student's own file is the one to look
  // at.
  void ChooseLines() {
    for (const ThreadReport& thread : verdict_.threads) {
      if (sources_.IsStudents(thread.where.file)) {
        verdict_.where = thread.where;
        break;
      }
    }
    for (size_t index = 0; index < threads_.size(); ++index) {
      const SourceLine line = TestsLine(threads_[index].stack, sources_);
      if (line.line > 0 &&
          (verdict_.test_line.line == 0 || threads_[index].is_main)) {
        verdict_.test_line = line;
      }
    }
    if (verdict_.where.line == 0) verdict_.where = verdict_.test_line;
  }

  const Threads& threads_;
  const SourceFiles& sources_;
  std::vector<std::string> names_;
  LockNames locks_;
  Verdict verdict_;
};

}  // namespace

Verdict UnderstandHang(const Supervision& supervision,
                       const SourceFiles& sources) {
  return HangReader(supervision, sources).Read();
}

}  // namespace racefree
