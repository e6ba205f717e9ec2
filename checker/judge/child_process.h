#ifndef RACEFREE_CHECKER_JUDGE_CHILD_PROCESS_H_
#define RACEFREE_CHECKER_JUDGE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace racefree {

// How to start a program.
struct ChildOptions {
  std::vector<std::string> arguments;
  // Added to, or replacing, the environment of this process.
  std::map<std::string, std::string> environment;
  // A descriptor of this process that becomes the child's standard output and
  // standard error.
  int output = -1;
  // In bytes; 0 for no limit.
  size_t memory_limit = 0;
  // Descriptors that the child keeps, with their numbers.
  std::vector<int> inherited;
};

// Starts a program in a process group of its own, with nothing on its standard
// input, without address space randomisation (ThreadSanitizer cannot run with
// much of it), and so that it dies with this process. Descendants that outlive
// their parent become children of this process. Returns the process id.
absl::StatusOr<pid_t> StartChild(const ChildOptions& options);

// Kills `child`, its process group, and all that they left behind, and reaps
// them.
void KillDescendants(pid_t child);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_JUDGE_CHILD_PROCESS_H_
