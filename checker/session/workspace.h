#ifndef RACEFREE_CHECKER_SESSION_WORKSPACE_H_
#define RACEFREE_CHECKER_SESSION_WORKSPACE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace racefree {

// The checkout that a session works in.
struct Workspace {
  // An absolute path.
  std::string root;
  // The program that is Bazel, by its name or path.
  std::string bazel = "bazel";

  // The absolute path of a file that is given relative to the workspace.
  std::string Path(absl::string_view relative) const;

  // The absolute path of one of our own files; git ignores all of them.
  std::string OwnPath(absl::string_view name) const;
};

// The workspace that the environment names (RACEFREE_ROOT, RACEFREE_BAZEL). If
// it names none: the directory with a file WORKSPACE that is `start` or
// nearest above it.
//
// NotFound when there is none.
absl::StatusOr<Workspace> FindWorkspace(const std::string& start);

}  // namespace racefree

#endif  // RACEFREE_CHECKER_SESSION_WORKSPACE_H_
