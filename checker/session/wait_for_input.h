#ifndef RACEFREE_CHECKER_SESSION_WAIT_FOR_INPUT_H_
#define RACEFREE_CHECKER_SESSION_WAIT_FOR_INPUT_H_

#include <vector>

#include "absl/time/time.h"

namespace racefree {

// Waits until one of the descriptors is readable or has come to its end (true),
// or until the time is over (false).
bool WaitForInput(const std::vector<int>& descriptors,
                  absl::Duration timeout = absl::InfiniteDuration());

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_WAIT_FOR_INPUT_H_
