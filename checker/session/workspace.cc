#include "checker/session/workspace.h"

#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"

namespace racefree {
namespace {

std::string EnvironmentVariable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool HoldsWorkspace(const std::filesystem::path& directory) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(directory / "WORKSPACE", ignored);
}

absl::StatusOr<std::string> FindRoot(const std::string& start) {
  std::string named = EnvironmentVariable("RACEFREE_ROOT");
  if (!named.empty()) {
    if (HoldsWorkspace(named)) return named;
    return absl::NotFoundError(absl::StrCat(
        "RACEFREE_ROOT names ", named,
        ", but there is no file WORKSPACE: it is no checkout of Racefree."));
  }
  std::filesystem::path directory = start;
  while (!HoldsWorkspace(directory)) {
    if (directory == directory.parent_path()) {
      return absl::NotFoundError(
          absl::StrCat(start,
                       " is not in a checkout of Racefree. Change to one, "
                       "and start kata there."));
    }
    directory = directory.parent_path();
  }
  return directory.string();
}

}  // namespace

std::string Workspace::Path(absl::string_view relative) const {
  return absl::StrCat(root, "/", relative);
}

std::string Workspace::OwnPath(absl::string_view name) const {
  return absl::StrCat(root, "/.racefree/", name);
}

absl::StatusOr<Workspace> FindWorkspace(const std::string& start) {
  absl::StatusOr<std::string> root = FindRoot(start);
  if (!root.ok()) return root.status();
  Workspace workspace;
  workspace.root = *root;
  std::string bazel = EnvironmentVariable("RACEFREE_BAZEL");
  if (!bazel.empty()) workspace.bazel = bazel;
  return workspace;
}

}  // namespace racefree
