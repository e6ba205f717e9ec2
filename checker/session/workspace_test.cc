#include "checker/session/workspace.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::HasSubstr;

class WorkspaceTest : public testing::Test {
 protected:
  WorkspaceTest() : root_(testing::TempDir() + "/a checkout") {
    std::filesystem::create_directories(root_ + "/lessons/04_lock");
    std::ofstream(root_ + "/WORKSPACE").flush();
    unsetenv("RACEFREE_ROOT");
    unsetenv("RACEFREE_BAZEL");
  }

  const std::string root_;
};

TEST_F(WorkspaceTest, IsFoundAboveTheDirectoryOfWork) {
  absl::StatusOr<Workspace> workspace =
      FindWorkspace(root_ + "/lessons/04_lock");
  ASSERT_TRUE(workspace.ok()) << workspace.status();
  EXPECT_EQ(workspace->root, root_);
  EXPECT_EQ(workspace->bazel, "bazel");
  EXPECT_EQ(workspace->Path("kata"), root_ + "/kata");
  EXPECT_EQ(workspace->OwnPath("x"), root_ + "/.racefree/x");
}

TEST_F(WorkspaceTest, IsTheOneThatTheEnvironmentNames) {
  setenv("RACEFREE_ROOT", root_.c_str(), 1);
  setenv("RACEFREE_BAZEL", "/opt/bazelisk", 1);
  absl::StatusOr<Workspace> workspace = FindWorkspace("/");
  ASSERT_TRUE(workspace.ok()) << workspace.status();
  EXPECT_EQ(workspace->root, root_);
  EXPECT_EQ(workspace->bazel, "/opt/bazelisk");
}

TEST_F(WorkspaceTest, MustBeThere) {
  EXPECT_THAT(std::string(FindWorkspace("/").status().message()),
              HasSubstr("not in a checkout"));
  setenv("RACEFREE_ROOT", "/proc", 1);
  EXPECT_THAT(std::string(FindWorkspace(root_).status().message()),
              HasSubstr("RACEFREE_ROOT names /proc"));
}

}  // namespace
}  // namespace racefree
