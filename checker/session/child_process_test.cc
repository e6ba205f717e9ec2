#include "checker/session/child_process.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace racefree {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::unique_ptr<ChildProcess> Shell(const std::string& script) {
  return *ChildProcess::Start({"/bin/sh", "-c", script}, "/");
}

TEST(ChildProcess, TellsBothOutputsAndTheExitCode) {
  std::unique_ptr<ChildProcess> child = Shell("echo out; echo err >&2; exit 7");
  child->Wait();
  EXPECT_TRUE(child->ended());
  EXPECT_EQ(child->exit_code(), 7);
  EXPECT_EQ(child->Output(), "out\nerr\n");
}

TEST(ChildProcess, RunsInTheDirectoryWithNothingToRead) {
  std::unique_ptr<ChildProcess> child = Shell("pwd; cat");
  child->Wait();
  EXPECT_EQ(child->Output(), "/\n");
}

TEST(ChildProcess, TellsTheSignalThatEndedIt) {
  std::unique_ptr<ChildProcess> child = Shell("kill -TERM $$");
  child->Wait();
  EXPECT_EQ(child->exit_code(), 128 + 15);
}

TEST(ChildProcess, IsCancelledByOneInterrupt) {
  std::unique_ptr<ChildProcess> child =
      Shell("trap 'echo once; exit 8' INT; echo ready; while :; do :; done");
  while (child->Output() != "ready\n") child->Proceed();
  child->Cancel();
  child->Cancel();
  child->Wait();
  EXPECT_EQ(child->exit_code(), 8);
  EXPECT_EQ(child->Output(), "ready\nonce\n");
}

TEST(ChildProcess, ThatPrintsWithoutEndIsShortenedInTheMiddle) {
  std::unique_ptr<ChildProcess> child =
      Shell("echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo last");
  child->Wait();
  EXPECT_THAT(child->Output(), StartsWith("first\nxxx"));
  EXPECT_THAT(child->Output(), HasSubstr("\n[...]\n"));
  EXPECT_THAT(child->Output(), EndsWith("xxxlast\n"));
  EXPECT_LT(child->Output().size(), 300000);
}

TEST(ChildProcess, NeedsAProgram) {
  absl::StatusOr<std::unique_ptr<ChildProcess>> child =
      ChildProcess::Start({"no-such-program-anywhere"}, "/");
  EXPECT_TRUE(absl::IsNotFound(child.status())) << child.status();
  EXPECT_THAT(std::string(child.status().message()),
              HasSubstr("no-such-program-anywhere"));
}

}  // namespace
}  // namespace racefree
