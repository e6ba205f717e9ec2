#ifndef RACEFREE_CHECKER_JUDGE_THREAD_STACKS_H_
#define RACEFREE_CHECKER_JUDGE_THREAD_STACKS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "checker/harness/thread_table.h"
#include "checker/verdict/supervision.h"

namespace racefree {

// Where each thread of a running process stands, by eu-stack (of elfutils),
// with the locks that the table knows of. Where eu-stack is not installed or
// may not look at the process, only the threads in the table, without their
// stacks.
std::vector<SupervisedThread> ThreadStacks(pid_t process,
                                           const std::string& program,
                                           const ThreadTable& table);

// The thread that crashed, from the table; an empty list if none did.
std::vector<SupervisedThread> CrashedThread(pid_t process,
                                            const std::string& program,
                                            const ThreadTable& table);

// Reads what `eu-stack -i -s` prints.
std::vector<SupervisedThread> ParseThreadStacks(absl::string_view output);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_THREAD_STACKS_H_
