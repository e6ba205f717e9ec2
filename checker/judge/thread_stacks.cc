#include "checker/judge/thread_stacks.h"

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "checker/judge/run_tool.h"
#include "checker/judge/symbolizer.h"

namespace racefree {
namespace {

// "lessons/04_lock/balance.h:12:5"; the column may be missing.
SourceLine ParsePlace(absl::string_view text) {
  SourceLine place;
  const std::vector<std::string> parts = absl::StrSplit(text, ':');
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[1], &place.line)) return {};
  if (parts.size() > 2 && !absl::SimpleAtoi(parts[2], &place.column)) return {};
  place.file = parts[0];
  return place;
}

// "#3  0x00007f79bdc8a482 - 1 std::mutex::lock()": the function's name.
std::string ParseFunction(absl::string_view line) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(line, absl::MaxSplits(' ', 1));
  absl::string_view rest = absl::StripLeadingAsciiWhitespace(parts.back());
  const size_t space = rest.find(' ');
  if (space == rest.npos) return "";
  rest = absl::StripLeadingAsciiWhitespace(rest.substr(space));
  absl::ConsumePrefix(&rest, "- 1 ");
  return std::string(rest);
}

std::vector<uint64_t> OffsetsOf(
    absl::Span<const std::atomic<uint64_t>> entries) {
  std::vector<uint64_t> offsets;
  for (const auto& entry : entries) {
    const uint64_t offset = entry.load();
    if (offset == 0) break;
    offsets.push_back(offset);
  }
  return offsets;
}

using FramesByOffset = std::map<uint64_t, std::vector<Frame>>;

// All offsets of the table's stacks, looked up at once: each look-up is a run
// of the symboliser.
FramesByOffset SymbolizeTable(const ThreadTable& table,
                              const std::string& program) {
  std::vector<uint64_t> offsets;
  const auto add = [&offsets](const LockEntry& entry) {
    if (entry.lock.load() == 0) return;
    for (uint64_t offset : OffsetsOf(entry.stack.offsets))
      offsets.push_back(offset);
  };
  for (const ThreadEntry& thread : table.threads) {
    add(thread.waits_for);
    for (const LockEntry& held : thread.holds) add(held);
  }
  return Symbolize(program, offsets);
}

std::vector<Frame> DescribeStack(
    absl::Span<const std::atomic<uint64_t>> entries,
    const FramesByOffset& frames) {
  std::vector<Frame> stack;
  for (uint64_t offset : OffsetsOf(entries)) {
    const auto found = frames.find(offset);
    if (found == frames.end()) continue;
    stack.insert(stack.end(), found->second.begin(), found->second.end());
  }
  return stack;
}

SupervisedLock DescribeLock(const LockEntry& entry,
                            const FramesByOffset& frames) {
  SupervisedLock lock;
  lock.address = entry.lock.load();
  lock.stack = DescribeStack(entry.stack.offsets, frames);
  return lock;
}

void AddLocks(const ThreadEntry& entry, const FramesByOffset& frames,
              SupervisedThread& thread) {
  if (entry.waits_for.lock.load() != 0) {
    thread.waits_for = DescribeLock(entry.waits_for, frames);
  }
  for (const LockEntry& held : entry.holds) {
    if (held.lock.load() == 0) continue;
    thread.holds.push_back(DescribeLock(held, frames));
  }
}

// The thread with this number, added if it is not there: without eu-stack the
// table alone must do.
SupervisedThread& FindThread(std::vector<SupervisedThread>& threads,
                             int thread_id) {
  for (SupervisedThread& thread : threads) {
    if (thread.thread_id == thread_id) return thread;
  }
  SupervisedThread& added = threads.emplace_back();
  added.thread_id = thread_id;
  return added;
}

std::string ThreadName(pid_t process, int thread) {
  std::ifstream file(
      absl::StrCat("/proc/", process, "/task/", thread, "/comm"));
  std::string name;
  std::getline(file, name);
  return name;
}

}  // namespace

std::vector<SupervisedThread> ParseThreadStacks(absl::string_view output) {
  std::vector<SupervisedThread> threads;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    if (absl::ConsumePrefix(&line, "TID ")) {
      SupervisedThread& thread = threads.emplace_back();
      (void)absl::SimpleAtoi(absl::StripSuffix(line, ":"), &thread.thread_id);
    } else if (threads.empty()) {
      continue;
    } else if (!line.empty() && line[0] == '#') {
      threads.back().stack.emplace_back().function = ParseFunction(line);
    } else if (!threads.back().stack.empty() && !line.empty()) {
      threads.back().stack.back().where =
          ParsePlace(absl::StripAsciiWhitespace(line));
    }
  }
  return threads;
}

std::vector<SupervisedThread> ThreadStacks(pid_t process,
                                           const std::string& program,
                                           const ThreadTable& table) {
  std::vector<SupervisedThread> threads;
  if (const auto tool = FindTool({"eu-stack"}); tool.ok()) {
    threads = ParseThreadStacks(
        RunTool({*tool, "-i", "-s", "-p", absl::StrCat(process)}).value_or(""));
  }
  const FramesByOffset frames = SymbolizeTable(table, program);
  for (const ThreadEntry& entry : table.threads) {
    if (entry.thread_id.load() == 0) continue;
    AddLocks(entry, frames, FindThread(threads, entry.thread_id.load()));
  }
  const std::string main_name = ThreadName(process, process);
  for (SupervisedThread& thread : threads) {
    thread.is_main = thread.thread_id == process;
    const std::string name = ThreadName(process, thread.thread_id);
    // A thread that was given no name has that of the program.
    if (name != main_name) thread.name = name;
  }
  return threads;
}

std::vector<SupervisedThread> CrashedThread(pid_t process,
                                            const std::string& program,
                                            const ThreadTable& table) {
  const CrashEntry& crash = table.crash;
  if (crash.thread_id.load() == 0) return {};
  SupervisedThread thread;
  thread.thread_id = crash.thread_id.load();
  thread.is_main = thread.thread_id == process;
  thread.stack = DescribeStack(crash.offsets,
                               Symbolize(program, OffsetsOf(crash.offsets)));
  return {thread};
}

}  // namespace racefree
