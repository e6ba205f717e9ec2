#include "checker/verdict/address_sanitizer.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "checker/verdict/identifier.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/stack.h"
#include "checker/verdict/text.h"
#include "checker/verdict/verdict.h"

namespace racefree {
namespace {

struct NamedKind {
  absl::string_view beginning;
  Kind kind;
};

constexpr NamedKind kKinds[] = {
    {"heap-use-after-free", Kind::kUseAfterFree},
    {"use-after-poison", Kind::kUseAfterFree},
    {"stack-use-after-return", Kind::kUseAfterScope},
    {"stack-use-after-scope", Kind::kUseAfterScope},
    {"heap-buffer-overflow", Kind::kBufferOverflow},
    {"stack-buffer-overflow", Kind::kBufferOverflow},
    {"stack-buffer-underflow", Kind::kBufferOverflow},
    {"global-buffer-overflow", Kind::kBufferOverflow},
    {"dynamic-stack-buffer-overflow", Kind::kBufferOverflow},
    {"container-overflow", Kind::kBufferOverflow},
    {"attempting double-free", Kind::kDoubleFree},
    {"attempting free on address", Kind::kBadFree},
    {"alloc-dealloc-mismatch", Kind::kBadFree},
    {"new-delete-type-mismatch", Kind::kBadFree},
    {"stack-overflow", Kind::kStackOverflow},
    {"requested allocation size", Kind::kOutOfMemory},
    {"allocator is out of memory", Kind::kOutOfMemory},
    {"out of memory", Kind::kOutOfMemory},
    {"SEGV", Kind::kCrash},
    {"BUS", Kind::kCrash},
    {"FPE", Kind::kCrash},
    {"ILL", Kind::kCrash},
    {"ABRT", Kind::kCrash},
    {"unknown-crash", Kind::kCrash},
};

Kind KindOf(absl::string_view title) {
  for (const NamedKind& entry : kKinds) {
    if (absl::StartsWith(title, entry.beginning)) return entry.kind;
  }
  return Kind::kOtherSanitizerReport;
}

class ErrorReader {
 public:
  ErrorReader(absl::string_view sanitizer, Lines lines,
              const SourceFiles& sources)
      : lines_(std::move(lines)),
        sources_(sources),
        numbers_threads_(sanitizer == "Address") {}

  Verdict Read(absl::string_view title) {
    verdict_.kind = KindOf(title);
    verdict_.detail = DetailOf(title);
    if (numbers_threads_) thread_.name = ThreadOf(title);
    while (next_ < lines_.size()) {
      const absl::string_view line = lines_[next_];
      if (absl::StartsWith(line, "SUMMARY:")) break;
      if (ReadFrame(line, sources_).has_value()) {
        TakeStack(NextStack());
      } else {
        ++next_;
        ReadLine(line);
      }
    }
    Conclude();
    return std::move(verdict_);
  }

 private:
  std::vector<Frame> NextStack() { return ReadStack(lines_, &next_, sources_); }

  // Addresses mean nothing to a student, and differ from run to run.
  static std::string DetailOf(absl::string_view title) {
    for (absl::string_view end : {" on address 0x", " on unknown address",
                                  " on 0x", ": 0x", " (pc ", " (0x"}) {
      title = title.substr(0, title.find(end));
    }
    return std::string(absl::StripAsciiWhitespace(title));
  }

  // "(pc 0x1 bp 0x2 sp 0x3 T0)", "in thread T0:".
  static std::string ThreadOf(absl::string_view title) {
    const size_t last = title.rfind(" T");
    return last == absl::string_view::npos ? ""
                                           : ThreadName(title.substr(last));
  }

  void ReadLine(absl::string_view line) {
    if (absl::StartsWith(line, "READ of size ") ||
        absl::StartsWith(line, "WRITE of size ")) {
      const bool reads = absl::StartsWith(line, "READ");
      thread_.action = absl::StrCat(reads ? "reads " : "writes ",
                                    Bytes(Between(line, " of size ", " ")));
      thread_.name = ThreadName(Between(line, " thread ", " "));
    } else if (absl::StrContains(line, "caused by a READ")) {
      thread_.action = "reads";
    } else if (absl::StrContains(line, "caused by a WRITE")) {
      thread_.action = "writes";
    } else if (absl::StrContains(line, "points to the zero page")) {
      verdict_.detail = "null pointer";
    } else if (absl::StartsWith(line, "freed by thread")) {
      verdict_.variable.freed = StudentsLine(NextStack(), sources_);
    } else if (absl::StartsWith(line, "previously allocated by") ||
               absl::StartsWith(line, "allocated by")) {
      verdict_.variable.allocated = StudentsLine(NextStack(), sources_);
    } else if (absl::StrContains(line, "<== Memory access at")) {
      NameVariable(Between(line, "'", "'"));
    } else if (absl::StrContains(line, " global variable '")) {
      NameVariable(Between(line, "global variable '", "'"));
      verdict_.variable.memory = "a global variable";
    } else if (absl::StrContains(line, "-byte region")) {
      ReadRegion(line);
    } else if (absl::StrContains(line, "is located in stack of thread")) {
      verdict_.variable.memory = "a local variable";
      // The frame that follows is where the variable lived, not a call.
      NextStack();
    }
  }

  // "0x12 is located 8 bytes inside of 32-byte region [0x10,0x30)".
  void ReadRegion(absl::string_view line) {
    absl::string_view before = line.substr(0, line.find("-byte region"));
    const size_t space = before.rfind(' ');
    if (space == absl::string_view::npos) return;
    verdict_.variable.memory = absl::StrCat(
        "a block of ", Bytes(before.substr(space + 1)), " on the heap");
  }

  void NameVariable(absl::string_view name) {
    if (name.empty() || !verdict_.variable.name.empty()) return;
    verdict_.variable.name = std::string(name);
    verdict_.variable.known_by = NameSource::kReported;
  }

  // The first stack is that of the access; others are introduced by a line that
  // ReadLine() knows.
  void TakeStack(std::vector<Frame> stack) {
    if (!thread_.full_stack.empty()) return;
    thread_.where = StudentsLine(stack, sources_);
    thread_.stack = StudentsFrames(stack, sources_);
    thread_.full_stack = std::move(stack);
  }

  void Conclude() {
    verdict_.where = thread_.where;
    verdict_.test_line = TestsLine(thread_.full_stack, sources_);
    if (verdict_.variable.name.empty() && NamesVariables()) {
      verdict_.variable.name =
          VariableAt(thread_.where.text, thread_.where.column);
      if (!verdict_.variable.name.empty()) {
        verdict_.variable.known_by = NameSource::kReadFromLine;
      }
    }
    if (thread_.name.empty() && thread_.full_stack.empty()) return;
    if (thread_.name.empty()) thread_.name = "a thread";
    verdict_.threads.push_back(std::move(thread_));
  }

  bool NamesVariables() const {
    return verdict_.kind == Kind::kUseAfterFree ||
           verdict_.kind == Kind::kUseAfterScope ||
           verdict_.kind == Kind::kBufferOverflow;
  }

  const Lines lines_;
  const SourceFiles& sources_;
  // The other sanitizers give the kernel's number of the thread, here.
  const bool numbers_threads_;
  size_t next_ = 0;
  ThreadReport thread_;
  Verdict verdict_;
};

}  // namespace

std::optional<Verdict> ReadAddressSanitizer(absl::string_view output,
                                            const SourceFiles& sources) {
  constexpr absl::string_view kError = "==ERROR: ";
  constexpr absl::string_view kSanitizer = "Sanitizer: ";
  for (size_t start = output.find(kError); start != absl::string_view::npos;
       start = output.find(kError)) {
    output.remove_prefix(start + kError.size());
    const absl::string_view line = output.substr(0, output.find('\n'));
    const size_t title = line.find(kSanitizer);
    if (title == absl::string_view::npos ||
        absl::StartsWith(line, "LeakSanitizer")) {
      continue;
    }
    Lines lines = SplitLines(output.substr(line.size()));
    lines.erase(lines.begin());
    return ErrorReader(line.substr(0, title), std::move(lines), sources)
        .Read(line.substr(title + kSanitizer.size()));
  }
  return std::nullopt;
}

}  // namespace racefree
