#ifndef RACEFREE_CHECKER_SESSION_FILES_H_
#define RACEFREE_CHECKER_SESSION_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace racefree {

// Returns the content of a regular file.
//
// NotFound when there is no such file; FailedPrecondition when it cannot be
// read or is not a regular file, with the reason.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces a file, making the directories it needs. Whoever reads it at the
// same time, or after a crash, finds the old content or the new one, never a
// part.
//
// FailedPrecondition, with the reason, when it cannot be written.
absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content);

// Sixteen hexadecimal digits that differ when the contents differ (64-bit
// FNV-1a: against accidents, not against forgers).
std::string ContentHash(absl::string_view content);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_FILES_H_
