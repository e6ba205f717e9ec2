#ifndef RACEFREE_CHECKER_VERDICT_MACHINE_FAULT_H_
#define RACEFREE_CHECKER_VERDICT_MACHINE_FAULT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace racefree {

// What the machine lacked, and what helps.
struct MachineFault {
  // A sentence without a full stop.
  std::string message;
  // Sentences.
  std::string remedy;
};

// Whether the tools failed for want of memory, space or permission, so that
// nothing is known of the student's answer. `building` tells the output of
// compiler and linker from that of the program, which may print anything.
std::optional<MachineFault> ReadMachineFault(absl::string_view output,
                                             bool building);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_VERDICT_MACHINE_FAULT_H_
