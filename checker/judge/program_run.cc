#include "checker/judge/program_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "checker/harness/control.h"
#include "checker/harness/thread_table.h"
#include "checker/judge/child_process.h"
#include "checker/judge/deadlock.h"
#include "checker/judge/idle_clock.h"
#include "checker/judge/read_file.h"
#include "checker/judge/sanitizer_options.h"
#include "checker/judge/scratch_directory.h"
#include "checker/judge/standstill.h"
#include "checker/judge/thread_stacks.h"

namespace racefree {
namespace {

constexpr size_t kOutputLimit = 8 << 20;
// Of a long output the beginning and the end are kept, this much of each.
constexpr size_t kOutputKept = 256 << 10;
// In bytes, for programs without a sanitizer: those have limits of their own,
// and shadow memory that is larger than any limit.
constexpr size_t kMemoryLimit = size_t{4} << 30;
constexpr int kTickMilliseconds = 10;

struct Pipe {
  int reading = -1;
  int writing = -1;

  ~Pipe() {
    CloseWriting();
    if (reading >= 0) close(reading);
  }
  bool Open() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return false;
    reading = ends[0];
    writing = ends[1];
    return fcntl(reading, F_SETFL, O_NONBLOCK) == 0;
  }
  void CloseWriting() {
    if (writing >= 0) close(writing);
    writing = -1;
  }
};

// A ThreadTable in memory that the program shares.
class SharedThreadTable {
 public:
  ~SharedThreadTable() {
    if (table_ != nullptr) munmap(table_, sizeof(ThreadTable));
    if (descriptor_ >= 0) close(descriptor_);
  }
  bool Open() {
    descriptor_ = memfd_create("thread_table", MFD_CLOEXEC);
    if (descriptor_ < 0 || ftruncate(descriptor_, sizeof(ThreadTable)) != 0) {
      return false;
    }
    void* memory = mmap(nullptr, sizeof(ThreadTable), PROT_READ | PROT_WRITE,
                        MAP_SHARED, descriptor_, 0);
    if (memory == MAP_FAILED) return false;
    table_ = static_cast<ThreadTable*>(memory);
    return true;
  }
  int descriptor() const { return descriptor_; }
  const ThreadTable& table() const { return *table_; }

 private:
  int descriptor_ = -1;
  ThreadTable* table_ = nullptr;
};

// Suites whose names end so show in values by luck only: they are for the gates
// that look at every access.
bool RunsParallelSuites(Gate gate) { return gate == Gate::kRaceFree; }

// One program from its start to its end.
class Run {
 public:
  explicit Run(const GateProgram& gate)
      : gate_(gate), idle_limit_(absl::Seconds(gate.idle_seconds)) {
    run_.supervision.repetitions_asked = gate.repetitions;
  }

  absl::StatusOr<ProgramRun> Execute() {
    if (absl::Status status = Start(); !status.ok()) return status;
    Watch();
    Drain();
    KillDescendants(process_);
    close(process_descriptor_);
    FinishOutput();
    run_.xml = ReadFileOrNothing(XmlPath());
    return std::move(run_);
  }

 private:
  std::string XmlPath() const { return scratch_.path() + "/report.xml"; }

  absl::Status Start() {
    if (!scratch_.Open()) {
      return absl::ResourceExhaustedError(
          absl::StrCat("no temporary directory can be made in ",
                       scratch_.parent(), ": ", strerror(errno)));
    }
    const std::string temporary = scratch_.path() + "/tmp";
    if (mkdir(temporary.c_str(), 0700) != 0 || !output_.Open() ||
        !control_.Open() || !table_.Open()) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the test cannot be started: ", strerror(errno)));
    }
    ChildOptions options;
    options.arguments = {gate_.program, "--gtest_output=xml:" + XmlPath()};
    if (!RunsParallelSuites(gate_.gate)) {
      options.arguments.push_back("--gtest_filter=-*InParallel.*");
    }
    options.environment = SanitizerOptions();
    options.environment[kControlVariable] = absl::StrCat(control_.writing);
    options.environment[kThreadTableVariable] =
        absl::StrCat(table_.descriptor());
    options.environment[kRepetitionsVariable] = absl::StrCat(gate_.repetitions);
    options.environment["TEST_TMPDIR"] = temporary;
    // Bazel's, for its own test: the judge.
    options.environment["TEST_PREMATURE_EXIT_FILE"] = "";
    if (gate_.gate == Gate::kBehaves) options.memory_limit = kMemoryLimit;
    options.output = output_.writing;
    options.inherited = {control_.writing, table_.descriptor()};
    const absl::StatusOr<pid_t> process = StartChild(options);
    if (!process.ok()) return process.status();
    process_ = *process;
    process_descriptor_ = syscall(SYS_pidfd_open, process_, 0);
    output_.CloseWriting();
    control_.CloseWriting();
    return absl::OkStatus();
  }

  // Returns when the program has ended or must end.
  void Watch() {
    IdleClock idle(process_);
    Standstill standstill(process_);
    std::vector<BlockedThread> suspected;
    while (true) {
      std::array<pollfd, 3> events = {pollfd{process_descriptor_, POLLIN, 0},
                                      pollfd{output_.reading, POLLIN, 0},
                                      pollfd{control_.reading, POLLIN, 0}};
      poll(events.data(), events.size(), kTickMilliseconds);
      Drain();
      if (std::exchange(progress_, false)) idle.Reset();
      if (CollectExit()) return;
      if (output_size_ > kOutputLimit) {
        run_.supervision.ending = Ending::kTooMuchOutput;
        return;
      }
      idle.Tick();
      const std::vector<BlockedThread> cycle = FindCycle(table_.table());
      const bool deadlock = !cycle.empty() && cycle == suspected;
      suspected = cycle;
      const bool stands_still = standstill.Look();
      if (deadlock || stands_still || idle.idle() >= idle_limit_) {
        run_.supervision.ending = Ending::kHung;
        run_.supervision.all_threads_wait = stands_still;
        run_.supervision.idle_seconds = absl::ToDoubleSeconds(idle.idle());
        run_.supervision.threads =
            ThreadStacks(process_, gate_.program, table_.table());
        return;
      }
    }
  }

  // Whether the program has ended; notes how.
  bool CollectExit() {
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) != process_) return false;
    if (WIFSIGNALED(status)) {
      run_.supervision.ending = Ending::kSignalled;
      run_.supervision.signal = WTERMSIG(status);
      run_.supervision.threads =
          CrashedThread(process_, gate_.program, table_.table());
    } else {
      run_.supervision.ending = Ending::kExited;
      run_.supervision.exit_code = WEXITSTATUS(status);
    }
    return true;
  }

  // Reads what is there to read, without waiting.
  void Drain() {
    std::array<char, 65536> buffer;
    ssize_t count = 0;
    while ((count = read(output_.reading, buffer.data(), buffer.size())) > 0 &&
           output_size_ <= kOutputLimit) {
      output_size_ += count;
      run_.output.append(buffer.data(), count);
    }
    while ((count = read(control_.reading, buffer.data(), buffer.size())) > 0) {
      events_.append(buffer.data(), count);
    }
    TakeEvents();
  }

  // Reads the whole lines of what the harness wrote, see control.h.
  void TakeEvents() {
    const size_t end = events_.rfind('\n');
    if (end == events_.npos) return;
    progress_ = true;
    for (absl::string_view line :
         absl::StrSplit(absl::string_view(events_).substr(0, end), '\n')) {
      TakeEvent(line);
    }
    events_.erase(0, end + 1);
  }

  void TakeEvent(absl::string_view line) {
    Supervision& supervision = run_.supervision;
    if (absl::ConsumePrefix(&line, "expect ")) {
      supervision.expected_tests.emplace_back(line);
    } else if (absl::ConsumePrefix(&line, "start ")) {
      supervision.running_test = std::string(line);
    } else if (absl::ConsumePrefix(&line, "end ")) {
      supervision.running_test.clear();
      if (supervision.repetitions_done == 0) {
        supervision.finished_tests.emplace_back(line);
      }
    } else if (line == "round") {
      ++supervision.repetitions_done;
    }
  }

  void FinishOutput() {
    std::string& output = run_.output;
    if (output.size() <= 2 * kOutputKept) return;
    output = absl::StrCat(
        absl::string_view(output).substr(0, kOutputKept), "\n[... ",
        output.size() - 2 * kOutputKept, " bytes left out ...]\n",
        absl::string_view(output).substr(output.size() - kOutputKept));
  }

  const GateProgram& gate_;
  const absl::Duration idle_limit_;
  ScratchDirectory scratch_;
  Pipe output_;
  Pipe control_;
  SharedThreadTable table_;
  pid_t process_ = -1;
  int process_descriptor_ = -1;
  size_t output_size_ = 0;
  // The end of the control pipe's content that is not a whole line yet.
  std::string events_;
  bool progress_ = false;
  ProgramRun run_;
};

}  // namespace

absl::StatusOr<ProgramRun> RunProgram(const GateProgram& gate) {
  return Run(gate).Execute();
}

}  // namespace racefree
