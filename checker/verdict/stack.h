#ifndef RACEFREE_CHECKER_VERDICT_STACK_H_
#define RACEFREE_CHECKER_VERDICT_STACK_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/verdict/source_files.h"
#include "checker/verdict/verdict.h"

// Stacks of calls, as the sanitizers print them:
//   #1 Account::Change(int) /path/balance.h:6:14 (program+0x12)       (threads)
//   #1 0x55c9 in Account::Change(int) /path/balance.h:6:14 (addresses)

namespace racefree {

using Lines = std::vector<absl::string_view>;

Lines SplitLines(absl::string_view text);

// One line of a stack; nothing if `line` is none.
std::optional<Frame> ReadFrame(absl::string_view line,
                               const SourceFiles& sources);

// The stack that begins at `lines[*next]`, possibly empty. Moves *next behind
// it.
std::vector<Frame> ReadStack(const Lines& lines, size_t* next,
                             const SourceFiles& sources);

// The frames in the student's own files.
std::vector<Frame> StudentsFrames(const std::vector<Frame>& stack,
                                  const SourceFiles& sources);

// The innermost line in the student's file, or else in the test, or else
// nothing.
SourceLine StudentsLine(const std::vector<Frame>& stack,
                        const SourceFiles& sources);

// The innermost line in the test.
SourceLine TestsLine(const std::vector<Frame>& stack,
                     const SourceFiles& sources);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_STACK_H_
